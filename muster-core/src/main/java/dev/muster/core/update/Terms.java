package dev.muster.core.update;

import dev.muster.format.devices.orders.InstallTerms;
import java.time.Instant;
import java.util.Optional;

/**
 * When and how firmly a release is offered, and to how many at a time.
 *
 * @param window outside of it nothing is offered, and an offer that is not taken up yet is not shown
 * @param mostAtOnce devices that have an offer and have not answered, over all waves: bounds what all of them download at a
 *     time; 0 for no bound
 * @param risk for people at the devices: what the update removes, in a sentence; empty when nothing was said
 */
public record Terms(Firmness firmness, Optional<Window> window, int mostAtOnce, String risk) {
    public static final Terms STANDARD = new Terms(Firmness.FORCED, Optional.empty(), 0);

    /** Without a word about the risk. */
    public Terms(Firmness firmness, Optional<Window> window, int mostAtOnce) {
        this(firmness, window, mostAtOnce, "");
    }

    /** @throws IllegalArgumentException for a negative bound, or a risk that no order can carry */
    public Terms {
        if (mostAtOnce < 0) {
            throw new IllegalArgumentException("most at once: a number of devices, or 0");
        }
        new InstallTerms(false, risk);
    }

    /** As an order says it: who is offered something softly is asked. */
    InstallTerms ordered() {
        return new InstallTerms(firmness == Firmness.SOFT, risk);
    }

    public boolean open(Instant at) {
        return window.map(one -> one.open(at)).orElse(true);
    }

    /** How many more may be offered it now. */
    int room(WaveCount all) {
        return mostAtOnce == 0 ? Integer.MAX_VALUE : Math.max(0, mostAtOnce - all.offered());
    }
}
