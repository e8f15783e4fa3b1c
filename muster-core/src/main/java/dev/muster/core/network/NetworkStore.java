package dev.muster.core.network;

import dev.muster.core.devices.DeviceId;
import java.util.Optional;

/** What the network topic must remember, for one organisation. */
public interface NetworkStore {
    /** The name of the policy that was last asked for; empty when none ever was. */
    Optional<String> wished(DeviceId device);
}
