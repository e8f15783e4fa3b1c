package dev.muster.core.attestation;

import java.time.Duration;
import java.util.Optional;

/**
 * How evidence may be fresh beside by a nonce that its device asked for; what an organisation does not let is refused.
 *
 * @param epochs whether evidence over the id of this epoch or of the one before counts ({@link Epochs})
 * @param clockSeconds how old evidence without a nonce may be by the device's own clock (iat); 0: it is not believed
 */
public record Freshness(boolean epochs, long clockSeconds) {
    /** Nonces alone. */
    public static final Freshness NONCES = new Freshness(false, 0);

    /** Whoever sees a device less often than once a week does not know what it runs. */
    public static final Duration OLDEST = Duration.ofDays(7);

    /** Shorter than clocks differ is no age. */
    private static final Duration SHORTEST = Evidences.SKEW;

    Optional<String> fault() {
        boolean fits =
                clockSeconds == 0 || (clockSeconds >= SHORTEST.toSeconds() && clockSeconds <= OLDEST.toSeconds());
        return fits
                ? Optional.empty()
                : Optional.of("evidence by the device's clock is " + SHORTEST.toSeconds() + ".." + OLDEST.toSeconds()
                        + " seconds old at most, or 0 for never");
    }
}
