package dev.muster.guard;

import dev.muster.format.devices.manifest.Response;
import dev.muster.guard.confine.Workloads;
import dev.muster.guard.firewall.DeviceFirewall;
import dev.muster.guard.sense.Reflexes;
import java.io.IOException;
import java.util.Optional;

/** What a device does about a violation by itself. */
record Reaction(Workloads workloads, Reflexes reflexes, Optional<DeviceFirewall> firewall, DeviceState state) {
    /** Does it; says how the device stands then. */
    String to(Response response) throws IOException {
        switch (response) {
            case TELL -> {
                return "told";
            }
            case FREEZE -> {
                workloads.freeze(true);
                state.set(DeviceState.FROZEN);
            }
            case STOP -> {
                state.set(DeviceState.STOPPED);
                workloads.stopAll();
            }
            case SAFE_STATE -> {
                // Actuators first: what isolates must not stand between a danger and what ends it.
                reflexes.safe();
                if (firewall.isPresent()) {
                    firewall.get().close();
                }
                state.set(DeviceState.SAFE);
                workloads.stopAll();
            }
        }
        return state.now();
    }
}
