package dev.muster.cli.maker;

import dev.muster.agent.block.BlockFactory;
import dev.muster.agent.install.DirectoryDisk;
import dev.muster.agent.install.Slots;
import dev.muster.agent.state.BootState;
import dev.muster.agent.state.BootStore;
import dev.muster.agent.state.Credential;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Factory;
import dev.muster.agent.state.PayloadKeys;
import dev.muster.agent.state.Slot;
import dev.muster.cli.CommandFailed;
import dev.muster.cli.Status;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.SubjectName;
import dev.muster.format.update.image.FirmwareImage;
import dev.muster.format.update.suit.FirmwareTemplate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The end of a production line on this machine.
 *
 * @param told where the device's home is
 * @param model of its product
 * @param serial its serial number, which becomes its id
 * @param serverCa what its server's certificate must chain to, a PEM file
 */
public record FirstDevice(Factory told, String model, String serial, Path serverCa) {
    /** In the device's folder: what every file is for. */
    public static final String FILES = "FILES.md";

    /**
     * The first software of a device.
     *
     * @param image a canonical image
     * @param sequence of SUIT
     */
    public record Software(Path image, String version, long sequence) {}

    /**
     * Fills the folder of a device.
     *
     * @param factory folder of the authority that signs the factory identity; without one the device has none
     * @param maker folder of the key whose updates the device obeys
     * @throws CommandFailed that names the file which cannot be used
     */
    public void make(DeviceRoots roots, Optional<Path> factory, Path maker, Software software) throws IOException {
        make(roots, factory, maker, software, Optional.empty());
    }

    /**
     * The same for a device that reads encrypted payloads.
     *
     * @param payloadKeys a file with the private keys that they are encrypted to
     */
    public void make(
            DeviceRoots roots, Optional<Path> factory, Path maker, Software software, Optional<Path> payloadKeys)
            throws IOException {
        SecureRandom random = new SecureRandom();
        Optional<Credential> idevid = factory.isPresent()
                ? Optional.of(
                        FactoryKey.read(factory.get(), Instant.now(), random).idevid(model, serial))
                : Optional.empty();
        X509Certificate obeyed = MakerKey.certificate(maker);
        List<X509Certificate> server = Credential.certificates(serverCa);
        byte[] image = image(software.image());
        List<CoseKey> opening = payloadKeys.isPresent() ? PayloadKeyVerb.own(payloadKeys.get()) : List.of();
        Files.createDirectories(roots.factory());
        roots.create();
        fill(roots, image, software);
        if (idevid.isPresent()) {
            roots.write(Factory.idevidCertificate(roots), pem(idevid.get().chain()));
            secret(
                    Factory.idevidKey(roots),
                    new Pem("PRIVATE KEY", idevid.get().key().getEncoded()));
        }
        if (!opening.isEmpty()) {
            PayloadKeyVerb.write(PayloadKeys.file(roots), opening);
        }
        roots.write(Factory.serverCa(roots), pem(server));
        roots.write(Factory.makers(roots), pem(List.of(obeyed)));
        try (InputStream text = FirstDevice.class.getResourceAsStream("FILES.md")) {
            if (text == null) {
                throw new IllegalStateException("FILES.md is not packaged");
            }
            Files.write(roots.factory().resolveSibling(FILES), text.readAllBytes());
        }
        // Last, because the agent takes a folder with this file for a finished device.
        Factory written = idevid.isPresent() ? told : told.without(new Factory.Made(named(obeyed), model));
        written.write(roots);
    }

    private void fill(DeviceRoots roots, byte[] image, Software software) throws IOException {
        if (told.block().isPresent()) {
            BlockFactory.make(
                    roots.factory().resolveSibling(told.block().get()),
                    FirmwareTemplate.FIRMWARE,
                    image,
                    software.sequence(),
                    software.version());
            return;
        }
        new Slots(new DirectoryDisk(roots.slots(), roots.durability()))
                .provision(Slot.A, image, software.sequence(), software.version());
        new BootStore(roots).write(BootState.factory(software.sequence()));
    }

    private static String named(X509Certificate maker) {
        return SubjectName.of(maker.getSubjectX500Principal())
                .organization()
                .orElseThrow(() -> CommandFailed.usage("the certificate of the maker's key names no maker (O)."));
    }

    private static byte[] image(Path file) throws IOException {
        byte[] image = Files.readAllBytes(file);
        try {
            FirmwareImage.parse(image);
            return image;
        } catch (MalformedException | IllegalArgumentException e) {
            throw new CommandFailed(
                    Status.USAGE, file + " is no image that `muster release create` made: " + e.getMessage() + ".", e);
        }
    }

    private static void secret(Path file, Pem key) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, key.encode(), StandardCharsets.US_ASCII);
    }

    private static byte[] pem(List<X509Certificate> certificates) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append(new Pem("CERTIFICATE", CertificateReader.encoded(certificate)).encode());
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
