package dev.muster.core.update;

import java.time.Duration;
import java.util.List;

/**
 * How a rollout proceeds.
 *
 * @param canary devices of the first wave, at least 1
 * @param steps after the canary: up to which percentage of the product's devices each wave goes; rising, the last is 100
 * @param limits when a wave is good enough for the next
 * @param deadline how long a wave waits for a device; one that was offline all the time is left behind, not waited for
 * @param proof how long evidence may take after a device said that it installed
 * @param ongoing whether devices that are registered after it finished are offered the release too
 * @param acceptsClaims whether a device without an attesting agent counts by its word; it is never called updated
 * @param terms when and how firmly it is offered
 */
public record RolloutPlan(
        int canary,
        List<Integer> steps,
        Limits limits,
        Duration deadline,
        Duration proof,
        boolean ongoing,
        boolean acceptsClaims,
        Terms terms) {
    /** Waves of one rollout. */
    public static final int MOST_STEPS = 20;

    public static final int MOST_CANARY = 10_000;

    /** Shorter than any download; only for tests and demonstrations. */
    public static final Duration LEAST_DEADLINE = Duration.ofSeconds(1);

    public static final Duration MOST_DEADLINE = Duration.ofDays(60);

    /** A restart and an appraisal take minutes on the slowest devices; a device silent for longer needs a look. */
    public static final Duration STANDARD_PROOF = Duration.ofMinutes(15);

    /**
     * Shares of a wave, in percent.
     *
     * @param mostFailed a wave with more failed devices than this share of those that answered pauses the rollout
     * @param leastUpdated a wave is good when at least this share of those that answered was updated
     * @param leastAnswered a wave is good when at least this share answered: devices that take an order and vanish may
     *     have died of it
     */
    public record Limits(int mostFailed, int leastUpdated, int leastAnswered) {
        public static final Limits STANDARD = new Limits(10, 90, 50);

        /** @throws IllegalArgumentException outside of 0 to 100 */
        public Limits {
            for (int percent : new int[] {mostFailed, leastUpdated, leastAnswered}) {
                if (percent < 0 || percent > 100) {
                    throw new IllegalArgumentException("thresholds: 0 to 100 percent");
                }
            }
        }
    }

    /** Three devices, a quarter, the rest; one failure in ten stops it; a device has a day. */
    public static final RolloutPlan STANDARD =
            new RolloutPlan(3, List.of(25, 100), Limits.STANDARD, Duration.ofDays(1), STANDARD_PROOF, false, false);

    /** Offered at any time, to as many as a wave has. */
    public RolloutPlan(
            int canary,
            List<Integer> steps,
            Limits limits,
            Duration deadline,
            Duration proof,
            boolean ongoing,
            boolean acceptsClaims) {
        this(canary, steps, limits, deadline, proof, ongoing, acceptsClaims, Terms.STANDARD);
    }

    /** @throws IllegalArgumentException when it could never end or never begin */
    public RolloutPlan {
        steps = List.copyOf(steps);
        if (canary < 1 || canary > MOST_CANARY) {
            throw new IllegalArgumentException("canary: 1 to " + MOST_CANARY + " devices");
        }
        if (steps.isEmpty() || steps.size() > MOST_STEPS || steps.getLast() != 100) {
            throw new IllegalArgumentException("steps: 1 to " + MOST_STEPS + " percentages, the last 100");
        }
        int before = 0;
        for (int step : steps) {
            if (step <= before) {
                throw new IllegalArgumentException("steps: percentages that rise");
            }
            before = step;
        }
        requireTime("deadline", deadline);
        requireTime("proof", proof);
        if (terms.firmness() == Firmness.DOWNLOAD_ONLY && !acceptsClaims) {
            throw new IllegalArgumentException("download-only is only ever a device's word: it needs accept-claims");
        }
    }

    private static void requireTime(String name, Duration time) {
        if (time.compareTo(LEAST_DEADLINE) < 0 || time.compareTo(MOST_DEADLINE) > 0) {
            throw new IllegalArgumentException(name + ": " + LEAST_DEADLINE + " to " + MOST_DEADLINE);
        }
    }

    /** The plan of a rollout that follows this one in everything but its canary, steps and deadline. */
    public RolloutPlan with(int canary, List<Integer> steps, Duration deadline) {
        return new RolloutPlan(canary, steps, limits, deadline, proof, ongoing, acceptsClaims, terms);
    }

    /** Number of the last wave; the canary is wave 0. */
    public int lastWave() {
        return steps.size();
    }

    /** How many devices of {@code total} are in the waves up to and including this one. */
    public int reach(int wave, int total) {
        int wanted = wave == 0 ? canary : (int) (((long) total * steps.get(wave - 1) + 99) / 100);
        return Math.min(total, Math.max(wanted, canary));
    }
}
