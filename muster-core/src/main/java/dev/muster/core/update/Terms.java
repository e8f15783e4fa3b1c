package dev.muster.core.update;

import dev.muster.format.devices.orders.InstallTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * When and how firmly a release is offered, and to how many at a time.
 *
 * @param window outside of it nothing is offered, and an offer that is not taken up yet is not shown
 * @param mostAtOnce devices that have an offer and have not answered, over all waves: bounds what all of them download at a
 *     time; 0 for no bound
 * @param risk for people at the devices: what the update removes, in a sentence; empty when nothing was said
 * @param mostBytesPerHour what devices that are offered it within an hour may download together, were each to fetch all of
 *     it; 0 for no bound
 * @param group which of the product's devices, as they are now: {@code field==value} as scripts of hawkBit write it; empty
 *     for all
 */
public record Terms(
        Firmness firmness, Optional<Window> window, int mostAtOnce, String risk, long mostBytesPerHour, String group) {
    public static final Terms STANDARD = new Terms(Firmness.FORCED, Optional.empty(), 0);

    /** What the bytes of offers are counted over. */
    public static final Duration PACE = Duration.ofHours(1);

    /** Characters of a group. */
    private static final int MOST_GROUP_CHARS = 500;

    /** At any pace, to all devices, without a word about the risk. */
    public Terms(Firmness firmness, Optional<Window> window, int mostAtOnce) {
        this(firmness, window, mostAtOnce, "");
    }

    /** At any pace, to all devices. */
    public Terms(Firmness firmness, Optional<Window> window, int mostAtOnce, String risk) {
        this(firmness, window, mostAtOnce, risk, 0, "");
    }

    /** @throws IllegalArgumentException for a negative bound, or a risk that no order can carry */
    public Terms {
        if (mostAtOnce < 0) {
            throw new IllegalArgumentException("most at once: a number of devices, or 0");
        }
        new InstallTerms(false, risk);
        if (mostBytesPerHour < 0 || group.length() > MOST_GROUP_CHARS) {
            throw new IllegalArgumentException(
                    "bytes an hour: a number, or 0; a group: at most " + MOST_GROUP_CHARS + " characters");
        }
    }

    /** As an order says it: who is offered something softly is asked. */
    InstallTerms ordered() {
        return new InstallTerms(firmness == Firmness.SOFT, risk);
    }

    public boolean open(Instant at) {
        return window.map(one -> one.open(at)).orElse(true);
    }

    /**
     * How many more may be offered it now.
     *
     * @param bytes of the whole release
     * @param lastHour how many were offered it within {@link #PACE}
     */
    int room(WaveCount all, long bytes, IntSupplier lastHour) {
        int room = mostAtOnce == 0 ? Integer.MAX_VALUE : Math.max(0, mostAtOnce - all.offered());
        if (mostBytesPerHour == 0 || bytes == 0) {
            return room;
        }
        return (int) Math.min(room, Math.max(0, mostBytesPerHour / bytes - lastHour.getAsInt()));
    }
}
