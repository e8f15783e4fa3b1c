package dev.muster.cli.maker;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Status;
import dev.muster.fleet.maker.ManufacturerCa;
import dev.muster.format.MalformedException;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificateReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;

/** The authority of a factory in a folder: {@code factory.key} and {@code factory.pem}. */
final class FactoryKey {
    private static final String KEY_FILE = "factory.key";
    static final String CERTIFICATE_FILE = "factory.pem";

    private FactoryKey() {}

    /** Writes a new authority; only the owner may read its key. An existing key is never written over. */
    static void create(Path folder, String maker, Instant since, SecureRandom random) throws IOException {
        ManufacturerCa factory = ManufacturerCa.create(maker, since, random);
        Files.createDirectories(folder);
        Path secret = Files.createFile(
                folder.resolve(KEY_FILE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                secret, new Pem("PRIVATE KEY", factory.key().getEncoded()).encode(), StandardCharsets.US_ASCII);
        Files.writeString(
                folder.resolve(CERTIFICATE_FILE),
                new Pem("CERTIFICATE", CertificateReader.encoded(factory.certificate())).encode(),
                StandardCharsets.US_ASCII);
    }

    /** @throws CommandFailed that names the file which cannot be used */
    static ManufacturerCa read(Path folder, Instant since, SecureRandom random) throws IOException {
        Path file = folder.resolve(CERTIFICATE_FILE);
        try {
            X509Certificate certificate = CertificateReader.parse(Pem.first(Files.readString(file), "CERTIFICATE"));
            file = folder.resolve(KEY_FILE);
            return ManufacturerCa.of(
                    certificate, Keys.privateKey(Pem.first(Files.readString(file), "PRIVATE KEY")), since, random);
        } catch (MalformedException | CryptoException e) {
            throw new CommandFailed(
                    Status.USAGE, file + " is not what `muster maker factory` writes: " + e.getMessage() + ".", e);
        }
    }
}
