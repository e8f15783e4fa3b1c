package dev.muster.core.devices;

import java.time.Duration;
import java.time.Instant;

/**
 * A device as the register knows it.
 *
 * @param since when it came into this state
 */
public record Device(DeviceId id, ProductId product, DeviceState state, Instant since) {
    /** How long evidence speaks for a device that shows no other: devices attest daily at least, and may be an hour or two late. */
    public static final Duration SILENT_AFTER = Duration.ofHours(26);
}
