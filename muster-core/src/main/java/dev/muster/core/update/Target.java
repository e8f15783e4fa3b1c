package dev.muster.core.update;

import dev.muster.core.devices.DeviceId;
import java.time.Instant;
import java.util.Optional;

/**
 * A device in a rollout.
 *
 * @param attestedVersion the version that its last accepted evidence matched, empty when none did
 * @param attestedAt when that was
 * @param complaint what it reported to have gone wrong, not yet counted
 */
public record Target(
        DeviceId device,
        int wave,
        TargetState state,
        String order,
        Instant offeredAt,
        String attestedVersion,
        Optional<Instant> attestedAt,
        Optional<Complaint> complaint) {

    /** @param reason word of the SUIT reason */
    public record Complaint(String reason, String detail) {}
}
