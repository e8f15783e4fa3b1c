package dev.muster.cli.maker;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Status;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.SubjectName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * What a maker signs reference values and updates with. The certificate only carries the key into devices; nobody asks
 * who issued it.
 *
 * @param maker as the products name it
 * @param key of the certificate
 * @param certificate signed by itself
 */
public record MakerKey(String maker, PrivateKey key, X509Certificate certificate) {

    private static final String KEY_FILE = "maker.key";
    private static final String CERTIFICATE_FILE = "maker.pem";

    /** A fresh P-256 key. */
    public static MakerKey create(String maker, Instant since, SecureRandom random) {
        KeyPair keys = Keys.generateP256(random);
        X509Certificate certificate = new CertificateTemplate(
                        SubjectName.authority(maker, maker + " release signing"),
                        CertificateTemplate.randomSerial(random),
                        since,
                        CertificateTemplate.NO_END,
                        CertificatePurpose.FACTORY)
                .selfSigned(keys);
        return new MakerKey(maker, keys.getPrivate(), certificate);
    }

    /** Reads {@code maker.key} and {@code maker.pem} of a folder. */
    public static MakerKey read(Path folder) throws IOException {
        X509Certificate certificate = certificate(folder);
        Path file = folder.resolve(KEY_FILE);
        try {
            PrivateKey key = Keys.privateKey(Pem.first(Files.readString(file), "PRIVATE KEY"));
            return new MakerKey(maker(certificate, folder), key, certificate);
        } catch (MalformedException | CryptoException e) {
            throw new CommandFailed(
                    Status.USAGE, file + " is not what `muster maker key` writes: " + e.getMessage() + ".", e);
        }
    }

    /**
     * The half that everybody may have.
     *
     * @param pem of its public key
     */
    public record Public(String maker, String pem) {}

    /** What signs updates: the key of a folder that {@code muster maker key} or {@code muster maker hss} made. */
    public static CoseSigner updates(Path folder) throws IOException {
        return HssFolder.isOne(folder)
                ? new HssFolder(folder).updates()
                : read(folder).updates();
    }

    /** Reads {@code maker.pem}, or {@code hss.pem}, of a folder. @throws CommandFailed that names the file when it cannot be used */
    public static Public publicHalf(Path folder) throws IOException {
        if (HssFolder.isOne(folder)) {
            return new HssFolder(folder).publicHalf();
        }
        X509Certificate certificate = certificate(folder);
        return new Public(
                maker(certificate, folder),
                new Pem("PUBLIC KEY", certificate.getPublicKey().getEncoded()).encode());
    }

    /**
     * The certificate in a folder.
     *
     * @throws CommandFailed that names the file when it cannot be used
     */
    static X509Certificate certificate(Path folder) throws IOException {
        Path file = folder.resolve(CERTIFICATE_FILE);
        try {
            return CertificateReader.parse(Pem.first(Files.readString(file), "CERTIFICATE"));
        } catch (MalformedException e) {
            throw new CommandFailed(
                    Status.USAGE, file + " is not what `muster maker key` writes: " + e.getMessage() + ".", e);
        }
    }

    private static String maker(X509Certificate certificate, Path folder) {
        return SubjectName.of(certificate.getSubjectX500Principal())
                .organization()
                .orElseThrow(() -> CommandFailed.usage(folder.resolve(CERTIFICATE_FILE) + " names no maker (O)."));
    }

    /** Writes both files; only the owner may read the key. An existing key is never written over. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path secret = Files.createFile(
                folder.resolve(KEY_FILE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, new Pem("PRIVATE KEY", key.getEncoded()).encode(), StandardCharsets.US_ASCII);
        Files.writeString(
                folder.resolve(CERTIFICATE_FILE),
                new Pem("CERTIFICATE", CertificateReader.encoded(certificate)).encode(),
                StandardCharsets.US_ASCII);
    }

    /** The public key, as the server registers it. */
    public String publicKeyPem() {
        return new Pem("PUBLIC KEY", certificate.getPublicKey().getEncoded()).encode();
    }

    /** Signs reference values and names the key, without which they could be no statement of the log (RFC 9943 §4). */
    public CoseSigner references() {
        byte[] kid = CoseKey.of(certificate.getPublicKey()).thumbprint();
        return CoseSigner.of(CoseAlgorithm.ES256, key, Optional.of(kid));
    }

    /** Signs SUIT envelopes, with the algorithm that the mandatory profiles ask for (ESP256). */
    public CoseSigner updates() {
        return CoseSigner.of(CoseAlgorithm.ESP256, key, Optional.empty());
    }
}
