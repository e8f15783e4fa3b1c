package dev.muster.core.update;

import java.time.Instant;
import java.util.Optional;

/**
 * When and how firmly a release is offered, and to how many at a time.
 *
 * @param window outside of it nothing is offered, and an offer that is not taken up yet is not shown
 * @param mostAtOnce devices that have an offer and have not answered, over all waves: bounds what all of them download at a
 *     time; 0 for no bound
 */
public record Terms(Firmness firmness, Optional<Window> window, int mostAtOnce) {
    public static final Terms STANDARD = new Terms(Firmness.FORCED, Optional.empty(), 0);

    /** @throws IllegalArgumentException for a negative bound */
    public Terms {
        if (mostAtOnce < 0) {
            throw new IllegalArgumentException("most at once: a number of devices, or 0");
        }
    }

    public boolean open(Instant at) {
        return window.map(one -> one.open(at)).orElse(true);
    }

    /** How many more may be offered it now. */
    int room(WaveCount all) {
        return mostAtOnce == 0 ? Integer.MAX_VALUE : Math.max(0, mostAtOnce - all.offered());
    }
}
