package dev.muster.server.update;

import dev.muster.core.devices.DeviceDesk;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.ProductId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.devices.SqlDeviceRegister;
import dev.muster.server.http.Problem;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** Puts devices that speak hawkBit's device API on the register: ordinary requests at its desk, by the operator's name. */
final class DdiAdmission implements DdiApi.Admission {
    private static final String REASON = "ddi-attached";

    private final Shell shell;
    private final InstantSource clock;

    DdiAdmission(Shell shell, InstantSource clock) {
        this.shell = shell;
        this.clock = clock;
    }

    @Override
    public void admit(OrgId org, DeviceId device, ProductId product, String by) {
        DeviceDesk.Cause cause =
                new DeviceDesk.Cause(by, REASON, "vouched for by an operator; it has no certificate of ours");
        DeviceDesk.Answer registered =
                run(org, register -> DeviceDesk.register(device, product, register, cause, clock.instant()));
        if (registered instanceof DeviceDesk.Answer.Refused refused) {
            if (!refused.reason().equals("device-known")) {
                throw Problem.refused(refused, "The device cannot be attached.").refuse();
            }
            return;
        }
        for (DeviceState state : List.of(DeviceState.JOINING, DeviceState.OPERATIONAL)) {
            run(org, register -> DeviceDesk.change(device, state, register, cause, clock.instant()));
        }
    }

    private DeviceDesk.Answer run(OrgId org, Function<DeviceRegister, Decision<DeviceDesk.Answer>> desk) {
        return shell.<DeviceRegister, DeviceDesk.Answer>run(org, tx -> new SqlDeviceRegister(tx, org), desk);
    }
}
