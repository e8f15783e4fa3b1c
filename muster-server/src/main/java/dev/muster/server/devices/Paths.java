package dev.muster.server.devices;

import dev.muster.core.devices.DeviceId;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;

/** Reads the ids that stand in paths. What cannot be one is answered like one that does not exist. */
public final class Paths {
    private Paths() {}

    /** The device of the route's {@code {id}}. @throws dev.muster.server.http.Refused 404 when it cannot be one */
    public static DeviceId device(Request request) {
        String id = request.parameter("id");
        if (!DeviceId.isDeviceId(id)) {
            throw Problem.notFound().refuse();
        }
        return new DeviceId(id);
    }
}
