package dev.muster.core.joining.authorities;

import dev.muster.core.ledger.Subject;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * An authority of an organisation.
 *
 * @param fingerprint SHA-256 of the certificate, hex
 * @param issuer fingerprint of the authority that certified it; its own when it signed itself
 * @param since when it came to stand where it stands
 */
public record Authority(
        String fingerprint, Role role, Standing standing, X509Certificate certificate, String issuer, Instant since) {
    /** Subject kind of its entries. */
    public static final String KIND = "authority";

    /** Whether it is one of before there were roots: it signed itself and issues to devices. */
    public boolean standsAlone() {
        return role == Role.DEVICE && issuer.equals(fingerprint);
    }

    public Instant ends() {
        return certificate.getNotAfter().toInstant();
    }

    public Subject subject() {
        return subject(fingerprint);
    }

    public static Subject subject(String fingerprint) {
        return new Subject(KIND, fingerprint);
    }
}
