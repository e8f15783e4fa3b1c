package dev.muster.core.joining;

import dev.muster.core.ledger.Subject;
import java.security.cert.X509Certificate;

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

    /** An anchor whose maker's devices may all join. */
    public static Anchor of(X509Certificate certificate, String maker) {
        return of(certificate, maker, Admission.ANY);
    }

    public static Anchor of(X509Certificate certificate, String maker, Admission admission) {
        return new Anchor(Fingerprint.of(certificate), certificate, maker, admission);
    }

    public Subject subject() {
        return new Subject(KIND, fingerprint);
    }
}
