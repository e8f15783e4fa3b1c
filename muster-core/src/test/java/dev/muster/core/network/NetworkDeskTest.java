package dev.muster.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.core.devices.DeviceDesk;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.IssuedOrder;
import dev.muster.core.devices.MapRegister;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.OrderDesk;
import dev.muster.core.devices.Product;
import dev.muster.core.devices.ProductDesk;
import dev.muster.core.devices.ProductId;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.format.devices.orders.OrderReport;
import dev.muster.format.devices.orders.Strength;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkDeskTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final DeviceId CAM = new DeviceId("cam-07");
    private static final List<Endpoint> SERVER = List.of(new Endpoint("10.0.0.1", 8444), new Endpoint("fd00::1", 8444));

    private final MapRegister register = new MapRegister();
    private final Map<DeviceId, NetworkStore.Wished> wished = new HashMap<>();
    private final NetworkDesk desk =
            new NetworkDesk(device -> Optional.ofNullable(wished.get(device)), register, SERVER, NOW);

    @BeforeEach
    void setUp() {
        Product product = new Product(new ProductId("p"), "P", "Acme", "p", NOW, NOW.plusSeconds(1));
        register.apply(ProductDesk.add(product, register, "ada", NOW));
        register.apply(DeviceDesk.register(CAM, product.id(), register, new DeviceDesk.Cause("ada", "x", ""), NOW));
    }

    @Test
    void quarantineOrdersThePolicyThatReachesTheServerOnly() {
        assertThat(apply(desk.stateChanged(CAM, change(DeviceState.OPERATIONAL, DeviceState.QUARANTINED), 17)))
                .contains("quarantine");
        IssuedOrder order = register.openOrders(CAM).getFirst();
        assertThat(order.order().id()).isEqualTo("net-17.1");
        OrderAction.NetworkPolicy policy =
                (OrderAction.NetworkPolicy) order.order().action();
        assertThat(new String(policy.ruleset(), StandardCharsets.UTF_8))
                .contains("policy drop")
                .contains("ip daddr 10.0.0.1 tcp dport 8444 counter ct mark set ")
                .contains("ip6 daddr fd00::1 tcp dport 8444 counter ct mark set ");
    }

    @Test
    void theSameEntryReadTwiceIsOneOrder() {
        StateChanged change = change(DeviceState.OPERATIONAL, DeviceState.QUARANTINED);
        apply(desk.stateChanged(CAM, change, 17));
        assertThat(desk.stateChanged(CAM, change, 17).drafts()).isEmpty();
        wished.clear();
        assertThat(desk.stateChanged(CAM, change, 17).drafts()).isEmpty();
    }

    @Test
    void whoAsksForWhatIsWishedAlreadyAsksForNothing() {
        apply(desk.stateChanged(CAM, change(DeviceState.OPERATIONAL, DeviceState.QUARANTINED), 17));
        assertThat(desk.isolate(CAM, 18).drafts()).isEmpty();
        assertThat(apply(desk.reconnect(CAM, 19))).contains("normal");
        assertThat(desk.stateChanged(CAM, change(DeviceState.QUARANTINED, DeviceState.OPERATIONAL), 20)
                        .drafts())
                .isEmpty();
    }

    @Test
    void releaseRestoresTheNormalPolicyAndWithdrawsTheOther() {
        apply(desk.stateChanged(CAM, change(DeviceState.OPERATIONAL, DeviceState.QUARANTINED), 17));
        apply(desk.stateChanged(CAM, change(DeviceState.QUARANTINED, DeviceState.OPERATIONAL), 23));
        assertThat(register.order("net-17.1").orElseThrow().outcome()).contains(OrderOutcome.WITHDRAWN);
        assertThat(register.openOrders(CAM))
                .extracting(order -> order.order().id())
                .containsExactly("net-23.1");
    }

    @Test
    void aDeviceThatWasNeverRestrictedNeedsNoOrder() {
        assertThat(desk.stateChanged(CAM, change(DeviceState.JOINING, DeviceState.OPERATIONAL), 3)
                        .drafts())
                .isEmpty();
        assertThat(desk.stateChanged(CAM, change(DeviceState.OPERATIONAL, DeviceState.RETIRED), 4)
                        .drafts())
                .isEmpty();
    }

    @Test
    void aDeviceThatJoinsIsRestrictedUntilItIsInService() {
        assertThat(apply(desk.stateChanged(CAM, change(DeviceState.MANUFACTURED, DeviceState.JOINING), 3)))
                .contains(Policy.JOINING);
        assertThat(apply(desk.stateChanged(CAM, change(DeviceState.JOINING, DeviceState.OPERATIONAL), 5)))
                .contains(Policy.normal().name());
    }

    @Test
    void aFailedPolicyIsAskedForAgainThreeTimesInAll() {
        apply(desk.stateChanged(CAM, change(DeviceState.OPERATIONAL, DeviceState.QUARANTINED), 17));
        assertThat(apply(fail("net-17.1"))).contains("quarantine");
        assertThat(apply(fail("net-17.2"))).contains("quarantine");
        assertThat(apply(fail("net-17.3"))).isEmpty();
        assertThat(register.openOrders(CAM)).isEmpty();
    }

    @Test
    void anUnknownDeviceGetsNoPolicy() {
        assertThat(desk.isolate(new DeviceId("ghost"), 1).drafts()).isEmpty();
        assertThat(desk.refresh(new DeviceId("ghost"), 1).drafts()).isEmpty();
    }

    /** The others are spared a transaction: what is missing here is never looked at. */
    @Test
    void whatCanChangeAPolicyIsLookedAtAndNothingElse() {
        assertThat(NetworkDesk.concerns(change(DeviceState.JOINING, DeviceState.OPERATIONAL)))
                .isTrue();
        assertThat(NetworkDesk.concerns(new OverrideEnded("o-1", "done"))).isTrue();
        assertThat(NetworkDesk.concerns(ended(OrderKind.NETWORK_POLICY, OrderOutcome.FAILED)))
                .isTrue();
        assertThat(NetworkDesk.concerns(ended(OrderKind.NETWORK_POLICY, OrderOutcome.DONE)))
                .isFalse();
        assertThat(NetworkDesk.concerns(ended(OrderKind.INSTALL, OrderOutcome.FAILED)))
                .isFalse();
        assertThat(NetworkDesk.concerns(new PolicySet("normal", "ab", "net-1.1", 1)))
                .isFalse();
    }

    private static OrderClosed ended(OrderKind kind, OrderOutcome outcome) {
        return new OrderClosed("net-1.1", kind, outcome, "", "", "", "quarantine");
    }

    @Test
    void onlyTheReportMakesItMoreThanRecorded() {
        Decision<Optional<String>> isolate = desk.isolate(CAM, 17);
        List<Fact> before = facts(isolate.drafts().getFirst().event());
        assertThat(before).extracting(Fact::grade).containsOnly(Grade.RECORDED);
        assertThat(value(before, "network.policy")).isEqualTo("quarantine");
        assertThat(value(before, "network.isolation")).isEqualTo("ordered");
        apply(isolate);
        OrderReport report = new OrderReport(OrderOutcome.DONE, "", "", Optional.of(Strength.SIMULATED), NOW);
        List<Fact> after = facts(OrderDesk.report(CAM, "net-17.1", report, register, NOW)
                .drafts()
                .getFirst()
                .event());
        assertThat(after).extracting(Fact::grade).containsOnly(Grade.REPORTED);
        assertThat(value(after, "network.policy")).isEqualTo("quarantine");
        assertThat(value(after, "network.enforced")).isEqualTo("simulated");
        assertThat(value(after, "network.isolation")).isEqualTo("applied");
    }

    @Test
    void aRefusedPolicyIsNotInForce() {
        OrderClosed refused =
                new OrderClosed("net-1.1", OrderKind.NETWORK_POLICY, OrderOutcome.REFUSED, "no", "", "", "quarantine");
        assertThat(facts(refused)).extracting(Fact::key).containsExactly("network.isolation");
        assertThat(value(facts(refused), "network.isolation")).isEqualTo("failed");
    }

    @Test
    void anOrderThatWasClosedIsNoPolicyInForce() {
        assertThat(value(closed("quarantine", "checked"), "network.isolation")).isEqualTo("kept");
        assertThat(value(closed("quarantine", "checked"), "network.enforced")).isEqualTo("not-enforced");
        assertThat(value(closed("quarantine", "kernel-enforced"), "network.isolation"))
                .isEqualTo("applied");
        assertThat(value(closed("quarantine", "kernel-enforced"), "network.enforced"))
                .isEqualTo("kernel-enforced");
        assertThat(value(closed("normal", "kernel-enforced"), "network.enforced"))
                .isEqualTo("unrestricted");
        assertThat(value(closed("normal", "simulated"), "network.enforced")).isEqualTo("unrestricted");
    }

    private static List<Fact> closed(String policy, String strength) {
        return facts(new OrderClosed("net-1.1", OrderKind.NETWORK_POLICY, OrderOutcome.DONE, "", "", strength, policy));
    }

    @Test
    void anAddressCannotCarryARule() {
        for (String bad : List.of("", "muster.example", "10.0.0.1 accept; drop", "::1 }", "10.0.0")) {
            assertThatThrownBy(() -> new Endpoint(bad, 1)).as(bad).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Endpoint("10.0.0.1", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private Decision<Optional<String>> fail(String order) {
        OrderReport failed = new OrderReport(OrderOutcome.FAILED, "nft", "", Optional.empty(), NOW);
        Decision<OrderDesk.Answer> closed = OrderDesk.report(CAM, order, failed, register, NOW);
        register.apply(closed);
        return desk.orderClosed(CAM, (OrderClosed) closed.drafts().getFirst().event());
    }

    private Optional<String> apply(Decision<Optional<String>> decision) {
        decision.drafts().forEach(draft -> {
            if (draft.event() instanceof PolicySet set) {
                wished.put(DeviceId.of(draft.subject()), new NetworkStore.Wished(set.name(), set.digest()));
            }
        });
        return register.apply(decision);
    }

    private static List<Fact> facts(Event event) {
        Entry entry =
                new Entry(5, new OrgId("acme"), "x", CAM.subject(), NOW, NOW, "muster", new byte[32], Optional.empty());
        return new NetworkFacts().facts(entry, event);
    }

    private static String value(List<Fact> facts, String key) {
        return facts.stream()
                .filter(fact -> fact.key().equals(key))
                .map(Fact::value)
                .findFirst()
                .orElse("none");
    }

    private static StateChanged change(DeviceState from, DeviceState to) {
        return new StateChanged(from, to, "test", "");
    }
}
