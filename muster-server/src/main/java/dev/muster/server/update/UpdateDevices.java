package dev.muster.server.update;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.ledger.OrgId;
import dev.muster.server.http.Request;
import java.security.PublicKey;

/** Who a device is at a door; judged by whoever knows about certificates. */
public interface UpdateDevices {
    /**
     * @throws dev.muster.server.http.Refused when the connection is not that of a device of the organisation, or its state
     *     does not allow the use
     */
    Client require(Request request, OrgId org, CertificateUse use);

    /**
     * A device at a door.
     *
     * @param key the enrolled key, which also signs its reports
     */
    record Client(DeviceId device, DeviceState state, PublicKey key) {}
}
