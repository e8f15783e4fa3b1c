package dev.muster.fleet.maker;

import dev.muster.agent.state.BootState;
import dev.muster.agent.state.BootStore;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Factory;
import dev.muster.agent.state.Slot;
import dev.muster.format.crypto.Pem;
import dev.muster.format.x509.CertificateReader;
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
 * @param image a folder with the files of the first firmware
 * @param sequence the SUIT sequence number of that firmware
 */
public record Assembly(
        Factory factory, List<X509Certificate> serverCas, List<X509Certificate> makers, Path image, long sequence) {

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
        fill(roots.slot(Slot.A));
        Files.createDirectories(roots.slot(Slot.B));
        new BootStore(roots).write(BootState.factory(sequence));
    }

    /** Hard links where the file system has them: hundreds of virtual devices share the blocks of one image. */
    private void fill(Path slot) throws IOException {
        try (Stream<Path> tree = Files.walk(image)) {
            for (Path source : tree.sorted().toList()) {
                Path target = slot.resolve(image.relativize(source).toString());
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
