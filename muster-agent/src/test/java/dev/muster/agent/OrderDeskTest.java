package dev.muster.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.install.ArtifactSource;
import dev.muster.agent.network.Applied;
import dev.muster.agent.network.BridgedPackets;
import dev.muster.agent.network.GatewayPolicies;
import dev.muster.agent.network.NetworkPolicies;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.format.devices.orders.Order;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.format.devices.orders.OrderReport;
import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderDeskTest {

    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");

    @TempDir
    private Path dir;

    private final List<String> done = new ArrayList<>();
    private IOException failure = new IOException("unset");
    private Optional<IOException> away = Optional.empty();
    private OrderDesk desk;

    @BeforeEach
    void open() throws IOException {
        DeviceRoots roots = DeviceRoots.under(dir, Strength.SIMULATED, Durability.PROCESS_END)
                .create();
        desk = new OrderDesk(
                () -> NOW,
                new NetworkPolicies(roots, Optional.empty(), Optional.empty(), () -> {}),
                new GatewayPolicies(roots, Optional.empty(), Optional.empty(), Optional.empty(), BridgedPackets.here()),
                new Recorded());
    }

    private OrderReport act(OrderAction action) throws InterruptedException, Postponed {
        return desk.act(new Order("o-1", 7, action, NOW.minusSeconds(5), NOW.plusSeconds(60)));
    }

    @Test
    void eachKindIsDoneByItsDuty() throws InterruptedException, Postponed {
        assertThat(act(new OrderAction.Attest()).outcome()).isEqualTo(OrderOutcome.DONE);
        assertThat(act(new OrderAction.Install("/artifacts/a/b", new byte[32])).outcome())
                .isEqualTo(OrderOutcome.DONE);
        assertThat(act(new OrderAction.RollBack()).outcome()).isEqualTo(OrderOutcome.DONE);
        assertThat(act(new OrderAction.Restart()).outcome()).isEqualTo(OrderOutcome.DONE);
        assertThat(act(new OrderAction.Wipe("cu-1")).outcome()).isEqualTo(OrderOutcome.DONE);
        assertThat(done).containsExactly("attest", "install", "roll-back", "restart", "wipe cu-1");
    }

    @Test
    void anOrderPastItsTimeIsNotActedOn() throws InterruptedException, Postponed {
        Order late =
                new Order("o-2", 8, new OrderAction.Restart(), NOW.minus(Duration.ofHours(1)), NOW.minusSeconds(1));
        assertThat(desk.act(late).outcome()).isEqualTo(OrderOutcome.EXPIRED);
        assertThat(done).isEmpty();
    }

    @Test
    void anUnknownKindIsRefusedByItsCode() throws InterruptedException, Postponed {
        OrderReport report = act(new OrderAction.Unknown(99));
        assertThat(report.outcome()).isEqualTo(OrderOutcome.REFUSED);
        assertThat(report.reason()).isEqualTo("order-kind-unknown");
    }

    @Test
    void aPolicyIsReportedWithItsStrength() throws InterruptedException, Postponed {
        OrderReport report = act(new OrderAction.NetworkPolicy(
                "quarantine", "table inet muster {}".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertThat(report.strength()).contains(Strength.SIMULATED);
        assertThat(done).containsExactly("policy quarantine simulated");
    }

    @Test
    void aFaultOfTheDeviceIsReportedAndNotThrown() throws InterruptedException, Postponed {
        failure = new IOException("x".repeat(2000));
        OrderReport report = act(new OrderAction.RollBack());
        assertThat(report.outcome()).isEqualTo(OrderOutcome.FAILED);
        assertThat(report.detail()).hasSize(OrderReport.MAX_DETAIL_CHARS);
    }

    @Test
    void aServerThatIsAwayLeavesTheOrderOpen() {
        away = Optional.of(new ArtifactSource.Away(new IOException("connection reset")));
        assertThatThrownBy(() -> act(new OrderAction.Install("/artifacts/a/b", new byte[32])))
                .isInstanceOf(Postponed.class)
                .hasMessageContaining("connection reset");
        assertThat(done).isEmpty();
    }

    private final class Recorded implements OrderDesk.Duties {
        @Override
        public void wipe(String order, OrderAction.Wipe wipe) {
            done.add("wipe " + wipe.custody());
        }

        @Override
        public byte[] page(String order, int number) {
            done.add("page " + number + " of " + order);
            return new byte[] {7};
        }

        @Override
        public void maintenance(OrderAction.Maintenance session) {
            done.add("maintenance " + session.session());
        }

        @Override
        public void localEpoch(OrderAction.LocalEpoch epoch) {
            done.add("local epoch " + epoch.since());
        }

        @Override
        public void attest() {
            done.add("attest");
        }

        @Override
        public OrderReport install(OrderAction.Install install) throws IOException {
            if (away.isPresent()) {
                throw away.get();
            }
            done.add("install");
            return OrderReport.done(NOW);
        }

        @Override
        public OrderReport rollBack() throws IOException {
            if (failure.getMessage().startsWith("x")) {
                throw failure;
            }
            done.add("roll-back");
            return OrderReport.done(NOW);
        }

        @Override
        public void restart() {
            done.add("restart");
        }

        @Override
        public void policyInForce(String name, Applied applied) {
            done.add("policy " + name + " " + applied.strength().word());
        }
    }
}
