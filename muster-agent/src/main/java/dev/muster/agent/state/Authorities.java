package dev.muster.agent.state;

import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.CertificateReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The authorities of the organisation that this device joined, kept once in {@code identity/authorities.pem} and never
 * replaced by anything that comes over the network: they issued the device's certificate, and nobody else may issue the
 * next one or name who signs attestation results. A device that changes hands loses its identity folder with them.
 *
 * @param certificates at least one
 */
public record Authorities(List<X509Certificate> certificates) {
    private static final String FILE = "authorities.pem";

    public Authorities {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("an organisation has an authority");
        }
    }

    /** What was kept when the device joined. */
    public static Optional<Authorities> kept(DeviceRoots roots) throws IOException {
        Path file = file(roots);
        return Files.exists(file) ? Optional.of(new Authorities(Credential.certificates(file))) : Optional.empty();
    }

    /** Where they are kept. */
    public static Path file(DeviceRoots roots) {
        return roots.identity().resolve(FILE);
    }

    public void keep(DeviceRoots roots) throws IOException {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            text.append(new Pem("CERTIFICATE", CertificateReader.encoded(certificate)).encode());
        }
        roots.write(file(roots), text.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Those of them that issued the device's certificate. A server also names the authority of its own TLS certificate, so
     * that a plain EST client can come back; that one must not become the judge of attestation results here.
     *
     * @return empty when none of them did
     */
    public Optional<Authorities> thatIssued(Credential credential) {
        List<X509Certificate> those = certificates.stream()
                .filter(one -> new Authorities(List.of(one)).issued(credential))
                .toList();
        return those.isEmpty() ? Optional.empty() : Optional.of(new Authorities(those));
    }

    /**
     * Whether one of them issued the device's certificate. At whatever time: a certificate that a device's clock calls
     * early or late is still this organisation's.
     */
    public boolean issued(Credential credential) {
        CertificatePath path = new CertificatePath(credential.chain());
        return path.validate(certificates, path.leaf().getNotBefore().toInstant())
                instanceof CertificatePath.Outcome.Valid;
    }
}
