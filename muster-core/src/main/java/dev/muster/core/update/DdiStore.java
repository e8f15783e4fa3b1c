package dev.muster.core.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.format.devices.orders.OrderOutcome;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What hawkBit's device API must know of one organisation. */
public interface DdiStore {
    /** What is known of one attached device; empty for a device that is not attached. */
    Optional<Attached> attached(DeviceId device);

    /** SHA-256 of the organisation's gateway token, hexadecimal. */
    Optional<String> gateway();

    /** The last offer to a device, open or not. */
    Optional<Action> action(DeviceId device);

    /**
     * An attached device.
     *
     * @param attributes what it last said of itself; empty when it never did
     */
    record Attached(String tokenSha256, Map<String, String> attributes, Optional<Instant> attributesAt) {}

    /**
     * An offer as this API shows it.
     *
     * @param number its id there, which must be a number: the index of the entry that made the offer
     * @param target the device in the rollout that made it
     * @param cancelAnswered whether the device heard that it was taken back
     * @param back whether it is known that the device asked again after the offer had ended
     */
    record Action(long number, Target target, Rollout rollout, boolean cancelAnswered, boolean back) {
        public Release release() {
            return rollout.release();
        }

        /** Whether the device may take it up: in its hours, and while nobody stopped it. */
        public boolean offered(Instant now) {
            return target.ended().isEmpty()
                    && rollout.state() != RolloutState.STOPPED
                    && rollout.plan().terms().open(now);
        }

        /** Whether a device of which only its polls are seen has come back after an offer that it never answered. */
        public boolean returns() {
            return !back
                    && rollout.state() != RolloutState.STOPPED
                    && target.state() == TargetState.OVERDUE
                    && target.ended().isPresent()
                    && target.shown().at().isEmpty();
        }

        /** Whether the device has still to hear that it was taken back. */
        public boolean takenBack() {
            boolean stopped = target.ended().isEmpty() && rollout.state() == RolloutState.STOPPED;
            return !cancelAnswered
                    && (stopped
                            || target.ended()
                                    .filter(end -> end.outcome() == OrderOutcome.WITHDRAWN)
                                    .isPresent());
        }
    }
}
