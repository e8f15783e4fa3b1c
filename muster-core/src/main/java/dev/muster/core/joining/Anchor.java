package dev.muster.core.joining;

import dev.muster.core.ledger.Subject;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * A maker's authority that an organisation trusts for factory identities.
 *
 * @param fingerprint SHA-256 of the certificate, hex
 * @param maker the word that identities under it carry as O
 * @param admission which of the maker's devices may join
 */
public record Anchor(String fingerprint, X509Certificate certificate, String maker, Admission admission) {
    /** Subject kind of its entries. */
    public static final String KIND = "anchor";

    /**
     * How long before its end people are told: the maker has to say what follows it, somebody has to compare that with what
     * came by another way, and devices under the old one may lie in a shop for months.
     */
    public static final Duration WARNED_BEFORE = Duration.ofDays(90);

    /** An anchor whose maker's devices may all join. */
    public static Anchor of(X509Certificate certificate, String maker) {
        return of(certificate, maker, Admission.ANY);
    }

    public static Anchor of(X509Certificate certificate, String maker, Admission admission) {
        return new Anchor(Fingerprint.of(certificate), certificate, maker, admission);
    }

    /** After this no new device joins under it. */
    public Instant ends() {
        return certificate.getNotAfter().toInstant();
    }

    /** {@code good}, {@code ends-soon} or {@code ended}. */
    public String standing(Instant now) {
        return now.isAfter(ends()) ? "ended" : ends().isBefore(now.plus(WARNED_BEFORE)) ? "ends-soon" : "good";
    }

    public Subject subject() {
        return new Subject(KIND, fingerprint);
    }
}
