package dev.muster.agent.state;

import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.CertificateReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The authorities of the organisation that this device joined, kept in {@code identity/authorities.pem}: they issued the
 * device's certificate, and nobody else may issue the next one or name who signs attestation results. Another comes to be
 * kept only when one that is kept has signed for its key; nothing that merely comes over the network is believed. A device
 * that changes hands loses its identity folder with them.
 *
 * @param certificates at least one
 */
public record Authorities(List<X509Certificate> certificates) {
    private static final String FILE = "authorities.pem";

    /** Two generations of authorities and their roots are half of it. */
    private static final int MAX = 16;

    /** Place of the bit in the key usage (RFC 5280 §4.2.1.3). */
    private static final int KEY_CERT_SIGN = 5;

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
     * Those of them that a device with this certificate may begin with: who issued it, and what is above and beside that. A
     * server also names the authority of its own TLS certificate, so that a plain EST client can come back; that one must
     * not become the judge of attestation results here.
     *
     * @return empty when none of them issued it
     */
    public Optional<Authorities> thatIssued(Credential credential) {
        Optional<X509Certificate> issuer = certificates.stream()
                .filter(one -> new Authorities(List.of(one)).issued(credential))
                .findFirst();
        if (issuer.isEmpty()) {
            return Optional.empty();
        }
        List<X509Certificate> above = new ArrayList<>(List.of(issuer.get()));
        for (X509Certificate at = issuer.get(); above.size() < CertificatePath.MAX_CERTIFICATES; at = above.getLast()) {
            X509Certificate below = at;
            Optional<X509Certificate> next = certificates.stream()
                    .filter(one -> !above.contains(one) && certified(one, below))
                    .findFirst();
            if (next.isEmpty()) {
                break;
            }
            above.add(next.get());
        }
        return Optional.of(new Authorities(above).following(certificates, credential));
    }

    /**
     * What is to be kept after the server named its authorities again: those of them that are kept already, that a kept one
     * certified, and roots whose key a kept one certified (RFC 7030 §4.1.3). What the server names no longer is dropped,
     * but never who issued the device's present certificate.
     */
    public Authorities following(List<X509Certificate> named, Credential present) {
        List<X509Certificate> trusted = new ArrayList<>(certificates);
        boolean more = true;
        while (more && trusted.size() < MAX) {
            more = false;
            for (X509Certificate one : named) {
                if (!trusted.contains(one) && isAuthority(one) && vouched(one, trusted)) {
                    more |= trusted.add(one);
                }
            }
        }
        List<X509Certificate> next = trusted.stream()
                .filter(one -> (named.contains(one) && !isStandIn(one, trusted))
                        || new Authorities(List.of(one)).issued(present))
                .toList();
        return next.isEmpty() ? this : new Authorities(next);
    }

    private static boolean vouched(X509Certificate one, List<X509Certificate> trusted) {
        return trusted.stream()
                .anyMatch(by -> certified(by, one)
                        || (one.getSubjectX500Principal().equals(by.getSubjectX500Principal())
                                && one.getPublicKey().equals(by.getPublicKey())
                                && certified(one, one)));
    }

    /** Another root's key under a signature of one of ours: it says whom to keep, and is not kept itself. */
    private static boolean isStandIn(X509Certificate one, List<X509Certificate> trusted) {
        return !certified(one, one)
                && trusted.stream()
                        .anyMatch(other -> !other.equals(one)
                                && other.getPublicKey().equals(one.getPublicKey())
                                && certified(other, other));
    }

    private static boolean isAuthority(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        return certificate.getBasicConstraints() >= 0 && (usage == null || usage[KEY_CERT_SIGN]);
    }

    /** Whether the one signed the other. */
    private static boolean certified(X509Certificate by, X509Certificate one) {
        if (!by.getSubjectX500Principal().equals(one.getIssuerX500Principal()) || !isAuthority(by)) {
            return false;
        }
        try {
            one.verify(by.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
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
