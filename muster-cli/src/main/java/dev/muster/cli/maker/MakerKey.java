package dev.muster.cli.maker;

import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseSigner;
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
        X509Certificate certificate =
                CertificateReader.parse(Pem.first(Files.readString(folder.resolve(CERTIFICATE_FILE)), "CERTIFICATE"));
        PrivateKey key = Keys.privateKey(Pem.first(Files.readString(folder.resolve(KEY_FILE)), "PRIVATE KEY"));
        String maker = SubjectName.of(certificate.getSubjectX500Principal())
                .organization()
                .orElseThrow(() -> new IOException(folder.resolve(CERTIFICATE_FILE) + " names no maker"));
        return new MakerKey(maker, key, certificate);
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

    /** Signs reference values. */
    public CoseSigner references() {
        return CoseSigner.of(CoseAlgorithm.ES256, key, Optional.empty());
    }

    /** Signs SUIT envelopes, with the algorithm that the mandatory profiles ask for (ESP256). */
    public CoseSigner updates() {
        return CoseSigner.of(CoseAlgorithm.ESP256, key, Optional.empty());
    }
}
