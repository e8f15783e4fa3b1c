package dev.muster.core.update;

import dev.muster.core.ledger.EntryType;
import java.util.List;
import java.util.Optional;

/**
 * A rollout began. Subject: {@code rollout/<id>}. The components after {@code product} are those of {@link RolloutPlan};
 * the optional ones are absent in old entries.
 *
 * @param deadlineSeconds how long a wave waits for a device
 * @param firmness word of {@link Firmness}
 * @param window text of {@link Window}
 */
@EntryType("update.rollout-started")
public record RolloutStarted(
        String release,
        String product,
        int canary,
        List<Integer> steps,
        int mostFailedPercent,
        int leastUpdatedPercent,
        long deadlineSeconds,
        Optional<Integer> leastAnsweredPercent,
        Optional<Long> proofSeconds,
        Optional<Boolean> ongoing,
        Optional<Boolean> acceptsClaims,
        Optional<String> firmness,
        Optional<String> window,
        Optional<Integer> mostAtOnce,
        Optional<String> risk,
        Optional<Long> mostBytesPerHour,
        Optional<String> group)
        implements UpdateEvent {
    public RolloutStarted {
        steps = List.copyOf(steps);
    }
}
