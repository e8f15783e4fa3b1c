package dev.muster.core.update;

import dev.muster.format.devices.orders.OrderOutcome;
import java.time.Instant;
import java.util.Optional;

/**
 * What a poll by hawkBit's device API asks of the last offer to a device: a fleet asks this all the time, and seldom more.
 *
 * @param number its id there
 * @param ended how its order ended; empty while it is open
 * @param window the rollout's hours
 * @param cancelAnswered whether the device heard that it was taken back
 * @param back whether it is known that the device asked again after the offer had ended
 * @param attested whether evidence ever came of the device
 */
public record DdiGlance(
        long number,
        TargetState state,
        Optional<OrderOutcome> ended,
        RolloutState rollout,
        Optional<Window> window,
        boolean cancelAnswered,
        boolean back,
        boolean attested) {
    /** Whether the device may take it up: in its hours, and while nobody stopped it. */
    public boolean offered(Instant now) {
        return ended.isEmpty()
                && rollout != RolloutState.STOPPED
                && window.map(one -> one.open(now)).orElse(true);
    }

    /** Whether the device has still to hear that it was taken back. */
    public boolean takenBack() {
        boolean stopped = ended.isEmpty() && rollout == RolloutState.STOPPED;
        return !cancelAnswered
                && (stopped
                        || ended.filter(outcome -> outcome == OrderOutcome.WITHDRAWN)
                                .isPresent());
    }

    /** Whether the device said that it did what this offered. */
    public boolean said() {
        return ended.filter(outcome -> outcome == OrderOutcome.DONE).isPresent();
    }

    /** Whether a device of which only its polls are seen has come back after an offer that it never answered. */
    public boolean returns() {
        return !back
                && !attested
                && rollout != RolloutState.STOPPED
                && state == TargetState.OVERDUE
                && ended.isPresent();
    }
}
