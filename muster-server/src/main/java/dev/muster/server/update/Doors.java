package dev.muster.server.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.ProductId;
import dev.muster.core.update.Refusal;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Refused;

/** How requests to these doors name things, and how refusals look. */
final class Doors {
    private Doors() {}

    static ProductId product(String text) {
        if (!ProductId.isProductId(text)) {
            throw Problem.of(400, "bad-product", "That is not a product id.", text)
                    .refuse();
        }
        return new ProductId(text);
    }

    static DeviceId device(String text) {
        if (!DeviceId.isDeviceId(text)) {
            throw Problem.of(400, "bad-device", "That is not a device id.", text)
                    .refuse();
        }
        return new DeviceId(text);
    }

    /** What these desks refused. */
    static Refused refused(Refusal refusal) {
        return Problem.refused(refusal, "The request was refused.").refuse();
    }
}
