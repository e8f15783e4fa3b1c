package dev.muster.fleet.maker;

import dev.muster.agent.install.DirectoryDisk;
import dev.muster.agent.install.Slots;
import dev.muster.agent.state.BootState;
import dev.muster.agent.state.BootStore;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.agent.state.Factory;
import dev.muster.agent.state.Slot;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificateReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

/**
 * The end of the production line: puts identity, trust anchors and the first firmware into devices.
 *
 * @param factory where the devices' home is
 * @param serverCas what the server's TLS certificate must chain to
 * @param makers whose SUIT envelopes the devices obey
 * @param master the slots of a device with the first firmware in them, see {@link #master}
 * @param sequence the SUIT sequence number of that firmware
 */
public record Assembly(
        Factory factory, List<X509Certificate> serverCas, List<X509Certificate> makers, Path master, long sequence) {

    /**
     * Makes the slots that all devices of a series begin with.
     *
     * @param folder becomes {@link #master}
     */
    public static void master(Path folder, Firmware firmware, long sequence) throws IOException {
        Files.createDirectories(folder);
        new Slots(new DirectoryDisk(folder, Durability.PROCESS_END))
                .provision(Slot.A, firmware.image().encode(), sequence, firmware.version());
    }

    /** Assembles one device below its roots. */
    public void assemble(DeviceRoots roots, Credential idevid) throws IOException {
        Files.createDirectories(roots.factory());
        roots.create();
        factory.write(roots);
        roots.write(Factory.idevidCertificate(roots), pem(idevid.chain()));
        roots.write(
                Factory.idevidKey(roots),
                text(new Pem("PRIVATE KEY", idevid.key().getEncoded())));
        roots.write(Factory.serverCa(roots), pem(serverCas));
        roots.write(Factory.makers(roots), pem(makers));
        fill(roots.slots());
        new BootStore(roots).write(BootState.factory(sequence));
    }

    /** Hard links where the file system has them: hundreds of virtual devices share the blocks of one image. */
    private void fill(Path slots) throws IOException {
        try (Stream<Path> tree = Files.walk(master)) {
            for (Path source : tree.sorted().toList()) {
                Path target = slots.resolve(master.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    linkOrCopy(source, target);
                }
            }
        }
    }

    private static void linkOrCopy(Path source, Path target) throws IOException {
        try {
            Files.createLink(target, source);
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(source, target);
        }
    }

    private static byte[] pem(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append(new Pem("CERTIFICATE", CertificateReader.encoded(certificate)).encode());
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] text(Pem block) {
        return block.encode().getBytes(StandardCharsets.US_ASCII);
    }
}
