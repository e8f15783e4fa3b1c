package dev.muster.server.failures;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.server.http.Request;
import java.security.PublicKey;

/** Who a device is at this door; judged by whoever knows about certificates. */
interface FailingDevices {
    /** @throws dev.muster.server.http.Refused when the connection is not that of a device of the organisation */
    Client require(Request request, OrgId org);

    /**
     * A device at the door.
     *
     * @param key the enrolled key, which also signs its statements
     */
    record Client(DeviceId device, PublicKey key) {}
}
