package dev.muster.server.topic;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.drills.DrillPlan;
import dev.muster.core.ledger.OrgId;
import java.util.Optional;

/** Asks a device to take what it must refuse; its signed report says what it did. */
@FunctionalInterface
public interface DeviceDrills {
    /** Who asks, in orders and entries. */
    String BY = "drills";

    /**
     * Asks it once.
     *
     * @return SHA-256 of what it was asked to take, hexadecimal; empty when it cannot be drilled now, because it is not in
     *     service, its product has no release, or its organisation has no room
     */
    Optional<String> begin(OrgId org, DeviceId device, DrillPlan.Kind kind);
}
