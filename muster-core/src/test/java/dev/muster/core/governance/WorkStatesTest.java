package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.Device;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.ProductId;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.ledger.Draft;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkStatesTest {
    private static final Instant AT = Instant.parse("2026-11-29T12:00:00Z");

    /** A register with one device and no open orders. */
    private static DeviceRegister register(DeviceState state) {
        return (DeviceRegister) Proxy.newProxyInstance(
                WorkStatesTest.class.getClassLoader(), new Class<?>[] {DeviceRegister.class}, (_, method, _) -> {
                    if (method.getName().equals("device")) {
                        return Optional.of(new Device(new DeviceId("cam-1"), new ProductId("cam"), state, AT));
                    }
                    return method.getReturnType() == List.class ? List.of() : Optional.empty();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "work-order, start, OPERATIONAL, MAINTENANCE",
        "work-order, emergency, OPERATIONAL, MAINTENANCE",
        "work-order, start, MAINTENANCE, -",
        "work-order, close, MAINTENANCE, OPERATIONAL",
        "work-order, close, QUARANTINED, -",
        "work-order, close, OPERATIONAL, -",
        "work-order, fail, MAINTENANCE, -",
        "work-order, expire-window, MAINTENANCE, -",
        "custody, release, OPERATIONAL, OFF_SITE",
        "custody, receive, OFF_SITE, -",
        "custody, re-admit, JOINING, OPERATIONAL",
        "custody, re-admit, OFF_SITE, -",
        "custody, dispose, OFF_SITE, RETIRED",
        "tool, approve, OPERATIONAL, -",
    })
    void aDeviceIsInMaintenanceWhileWorkIsUnderWay(String machine, String transition, DeviceState from, String to) {
        GovernanceEvent.Moved step = new GovernanceEvent.Moved(
                transition, "a", "b", "operator/tom", "", Map.of(), Map.of("device", "cam-1"));
        List<Draft> drafts =
                WorkStates.follow(machine, "w1", step, register(from), AT).drafts();
        if (to.equals("-")) {
            assertThat(drafts).isEmpty();
        } else {
            assertThat(drafts).hasSize(1);
            assertThat(drafts.getFirst().event())
                    .isInstanceOfSatisfying(
                            StateChanged.class,
                            changed -> assertThat(changed.to()).isEqualTo(DeviceState.valueOf(to)));
        }
    }
}
