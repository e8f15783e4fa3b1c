package dev.muster.server.response;

import dev.muster.core.devices.DeviceState;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Tx;
import java.util.Optional;

/** Knows the state of a device; the wiring knows whose register says so. */
@FunctionalInterface
public interface DeviceStates {
    /** Empty when the device is not in the register. */
    Optional<DeviceState> of(Tx tx, OrgId org, Subject device);
}
