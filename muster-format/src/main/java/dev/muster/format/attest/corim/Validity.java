package dev.muster.format.attest.corim;

import java.time.Instant;
import java.util.Optional;

/** When a manifest, a signature or a tag list is meant to be used (CoRIM -11 §7.3); both ends are included. */
public record Validity(Optional<Instant> notBefore, Instant notAfter) {
    /** The end of a span of which none is stated: the last second that is read anywhere here. */
    public static final Instant OPEN_END = Instant.parse("9999-12-31T23:59:59Z");

    public boolean covers(Instant time) {
        return !time.isAfter(notAfter)
                && notBefore.map(start -> !time.isBefore(start)).orElse(true);
    }
}
