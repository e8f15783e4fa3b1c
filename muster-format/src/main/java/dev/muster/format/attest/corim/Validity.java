package dev.muster.format.attest.corim;

import java.time.Instant;
import java.util.Optional;

/** When a manifest, a signature or a tag list is meant to be used (CoRIM -11 §7.3); both ends are included. */
public record Validity(Optional<Instant> notBefore, Instant notAfter) {
    public boolean covers(Instant time) {
        return !time.isAfter(notAfter)
                && notBefore.map(start -> !time.isBefore(start)).orElse(true);
    }
}
