package dev.muster.core.ledger;

import java.time.Instant;

/**
 * An entry that a desk asks for. The shell gives it an index, the time it was received, a salt and a digest.
 *
 * @param subject what it is about
 * @param effectiveAt when it became true; may lie before the time we learn it
 * @param issuer who says so: an operator's name, a device's subject text, a URI of a maker, or {@code muster}
 * @param event what happened
 */
public record Draft(Subject subject, Instant effectiveAt, String issuer, Event event) {
    /** Issuers may be URIs of 1 to 8192 characters in RFC 9943; the record keeps at most this many. */
    public static final int MAX_ISSUER_LENGTH = 1024;

    /** @throws IllegalArgumentException when the issuer is empty or too long */
    public Draft {
        if (issuer.isEmpty() || issuer.length() > MAX_ISSUER_LENGTH) {
            throw new IllegalArgumentException("an issuer has 1 to " + MAX_ISSUER_LENGTH + " characters");
        }
    }
}
