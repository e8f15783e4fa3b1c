package dev.muster.core.update;

import java.time.Duration;
import java.util.List;

/**
 * How a rollout proceeds.
 *
 * @param canary devices of the first wave, at least 1
 * @param steps after the canary: up to which percentage of the product's devices each wave goes; rising, the last is 100
 * @param mostFailedPercent a wave with more failed devices than this share of those that answered pauses the rollout
 * @param leastUpdatedPercent a wave is good when at least this share of those that answered was updated
 * @param deadline how long a wave waits for a device; one that was offline all the time is left behind, not waited for
 */
public record RolloutPlan(
        int canary, List<Integer> steps, int mostFailedPercent, int leastUpdatedPercent, Duration deadline) {
    /** Waves of one rollout. */
    public static final int MOST_STEPS = 20;

    public static final int MOST_CANARY = 10_000;

    /** Shorter than any download; only for tests and demonstrations. */
    public static final Duration LEAST_DEADLINE = Duration.ofSeconds(1);

    public static final Duration MOST_DEADLINE = Duration.ofDays(60);

    /** Three devices, a quarter, the rest; one failure in ten stops it; a device has a day. */
    public static final RolloutPlan STANDARD = new RolloutPlan(3, List.of(25, 100), 10, 90, Duration.ofDays(1));

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
        if (mostFailedPercent < 0 || mostFailedPercent > 100 || leastUpdatedPercent < 0 || leastUpdatedPercent > 100) {
            throw new IllegalArgumentException("thresholds: 0 to 100 percent");
        }
        if (deadline.compareTo(LEAST_DEADLINE) < 0 || deadline.compareTo(MOST_DEADLINE) > 0) {
            throw new IllegalArgumentException("deadline: " + LEAST_DEADLINE + " to " + MOST_DEADLINE);
        }
    }

    /** Number of the last wave; the canary is wave 0. */
    public int lastWave() {
        return steps.size();
    }

    /** How many devices of {@code total} are in the waves up to and including this one. */
    public int reach(int wave, int total) {
        int wanted = wave == 0 ? canary : (int) ((long) total * steps.get(wave - 1) + 99) / 100;
        return Math.min(total, Math.max(wanted, canary));
    }
}
