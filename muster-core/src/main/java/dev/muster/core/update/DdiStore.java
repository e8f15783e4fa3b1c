package dev.muster.core.update;

import dev.muster.core.devices.DeviceId;
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

        /** What a poll asks of it. */
        public DdiGlance glance() {
            return new DdiGlance(
                    number,
                    target.state(),
                    target.ended().map(Target.Ended::outcome),
                    rollout.state(),
                    rollout.plan().terms().window(),
                    cancelAnswered,
                    back,
                    target.shown().at().isPresent());
        }
    }
}
