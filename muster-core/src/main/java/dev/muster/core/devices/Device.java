package dev.muster.core.devices;

import java.time.Instant;

/**
 * A device as the register knows it.
 *
 * @param since when it came into this state
 */
public record Device(DeviceId id, ProductId product, DeviceState state, Instant since) {}
