package dev.muster.core.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.format.devices.orders.OrderOutcome;
import java.time.Instant;
import java.util.Optional;

/**
 * A device in a rollout, with everything the ledger knows that could settle it.
 *
 * @param attempt how often it was offered the release in this rollout, from 1
 * @param order the order of the last offer
 * @param saidAt when it last said that it installed; empty when it did not since the offer
 * @param life the device's state
 * @param shown what its last evidence shows
 * @param ended how the order ended; empty while it is open
 * @param complaint what it reported to have gone wrong since the offer
 * @param reason why it is in its state, a stable code; empty when there is nothing to explain
 * @param detail the same for people
 */
public record Target(
        DeviceId device,
        int wave,
        int attempt,
        TargetState state,
        String order,
        Instant offeredAt,
        Optional<Instant> saidAt,
        DeviceState life,
        Shown shown,
        Optional<Ended> ended,
        Optional<Complaint> complaint,
        String reason,
        String detail) {

    /**
     * What the device's last evidence shows.
     *
     * @param version the version that reference values prove, empty when none did
     * @param at when it came; empty when none ever came
     * @param contradicts whether it contradicts the reference values
     */
    public record Shown(String version, Optional<Instant> at, boolean contradicts) {
        public static final Shown NOTHING = new Shown("", Optional.empty(), false);
    }

    /** How the order ended. */
    public record Ended(OrderOutcome outcome, String reason, String detail, Instant at) {}

    /** @param reason word of the SUIT reason */
    public record Complaint(String reason, String detail) {}

    /** Whether evidence came after the order ended: the device is back and has not what it should have. */
    public boolean backAfterItsOrder() {
        return ended.isPresent()
                && shown.at().filter(at -> at.isAfter(ended.get().at())).isPresent();
    }
}
