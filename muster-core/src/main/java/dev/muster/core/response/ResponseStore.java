package dev.muster.core.response;

import dev.muster.core.devices.DeviceState;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.Optional;

/** What the rules need to know. */
public interface ResponseStore {
    /** The device's state; empty when it is not in the register. */
    Optional<DeviceState> state(Subject device);

    /** The episode that is open for the device. */
    Optional<Episode> episode(Subject device);

    /** How often the device was released by {@link ResponseEvent.Released} at or after {@code since}. */
    int releases(Subject device, Instant since);
}
