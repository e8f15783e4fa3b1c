package dev.muster.core.joining;

import dev.muster.core.devices.Device;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegistered;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.Product;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.joining.Enrolled.Means;
import dev.muster.core.ledger.Draft;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A device's place on the register when it comes: known from then on, and joining. */
final class Arrival {
    private Arrival() {}

    /**
     * What is to be written about it, in a list that may grow; nothing for a device that is in service already and only
     * gets another certificate.
     *
     * @param anew whether somebody let it go: what comes under its name now may be another thing
     */
    static List<Draft> of(
            DeviceId id, Optional<Device> device, boolean anew, Product product, Means means, Instant now) {
        List<Draft> drafts = new ArrayList<>();
        if (device.isEmpty()) {
            drafts.add(new Draft(
                    id.subject(),
                    now,
                    "muster",
                    new DeviceRegistered(product.id().value(), "joining")));
        }
        DeviceState from = device.map(Device::state).orElse(DeviceState.MANUFACTURED);
        if (from.allows(DeviceState.JOINING) && (anew || !from.inService())) {
            StateChanged joining = new StateChanged(
                    from,
                    DeviceState.JOINING,
                    switch (means) {
                        case TOKEN -> "token";
                        case ENDORSEMENT_KEY -> "endorsement-key";
                        case FACTORY_IDENTITY, LOCAL_IDENTITY -> "factory-identity";
                    },
                    "");
            // Whoever had to approve has done so; that it may go to work is settled by what it shows.
            drafts.add(new Draft(id.subject(), now, "muster", joining));
        }
        return drafts;
    }
}
