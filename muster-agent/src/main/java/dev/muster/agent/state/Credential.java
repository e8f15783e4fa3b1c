package dev.muster.agent.state;

import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificateReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A private key with the certificates that speak for it.
 *
 * @param key of the first certificate
 * @param chain the device's own certificate first, never empty
 */
public record Credential(PrivateKey key, List<X509Certificate> chain) {

    private static final String LDEVID = "ldevid.pem";
    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final String CERTIFICATE = "CERTIFICATE";

    public Credential {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a credential has a certificate");
        }
    }

    /** The device's own certificate. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** The identity from the factory. */
    public static Credential factory(DeviceRoots roots) throws IOException {
        String key = Files.readString(Factory.idevidKey(roots));
        return new Credential(
                Keys.privateKey(Pem.first(key, PRIVATE_KEY)), certificates(Factory.idevidCertificate(roots)));
    }

    /** The operational identity, when the device has one. */
    public static Optional<Credential> operational(DeviceRoots roots) throws IOException {
        return operational(roots, KeyPlace.FILES);
    }

    /** The same where keys may be in a TPM. */
    public static Optional<Credential> operational(DeviceRoots roots, KeyPlace place) throws IOException {
        Path file = roots.identity().resolve(LDEVID);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file);
        return Optional.of(new Credential(place.read(text), certificates(Pem.parse(text))));
    }

    /** Becomes the operational identity: key and certificates in one file, so that they never belong to different ones. */
    public void keep(DeviceRoots roots) throws IOException {
        StringBuilder text = new StringBuilder(KeyPlace.text(key));
        for (X509Certificate certificate : chain) {
            text.append(new Pem(CERTIFICATE, CertificateReader.encoded(certificate)).encode());
        }
        roots.write(roots.identity().resolve(LDEVID), text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /** All certificates of a PEM file, in order. */
    public static List<X509Certificate> certificates(Path file) throws IOException {
        return certificates(Pem.parse(Files.readString(file)));
    }

    private static List<X509Certificate> certificates(List<Pem> blocks) {
        List<X509Certificate> found = new ArrayList<>();
        for (Pem block : blocks) {
            if (block.label().equals(CERTIFICATE)) {
                found.add(CertificateReader.parse(block.content()));
            }
        }
        return found;
    }
}
