package dev.muster.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.Device;
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
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.format.devices.orders.OrderReport;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.network.nft.NftElements;
import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.nft.NftGatewayReader;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Way;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayDeskTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final DeviceId GATE = new DeviceId("gate-1");
    private static final DeviceId LAMP = new DeviceId("Lamp:1");
    private static final DeviceId LOCK = new DeviceId("lock-1");
    private static final List<Endpoint> SERVER = List.of(new Endpoint("203.0.113.1", 8444));
    private static final GatewaySet BOTH = new GatewaySet(List.of(
            behind(LAMP, "02:00:00:00:00:31", "10.0.0.31/32"), behind(LOCK, "02:00:00:00:00:32", "10.0.0.32/32")));

    private final MapRegister register = new MapRegister();
    private final MapNetworkStore store = new MapNetworkStore();
    private final GatewayDesk desk = new GatewayDesk(store, register, SERVER, NOW);

    @BeforeEach
    void setUp() {
        Product product = new Product(new ProductId("p"), "P", "Acme", "p", NOW, NOW.plusSeconds(1));
        register.apply(ProductDesk.add(product, register, "ada", NOW));
        for (DeviceId device : List.of(GATE, LOCK)) {
            register.apply(
                    DeviceDesk.register(device, product.id(), register, new DeviceDesk.Cause("ada", "x", ""), NOW));
        }
    }

    @Test
    void whoeverHasNotJoinedReachesTheServerAndTheSitesNamesOnly() {
        apply(desk.set(GATE, BOTH, "ada"));
        assertThat(apply(desk.refresh(GATE, 7))).isTrue();
        Map<String, NftGateway.Member> rules = rules();
        assertThat(rules).containsOnlyKeys(GatewayRules.name(LAMP), "lock-1");
        assertThat(GatewayRules.name(LAMP)).startsWith("x-");
        PacketSet lock = rules.get("lock-1").permitted();
        assertThat(lock.boxes()).noneMatch(box -> box.way() == Way.TO_DEVICE);
        assertThat(lock.boxes().toString()).contains("8444").contains("53");
        assertThat(store.gatewayAsked(GATE).orElseThrow().members())
                .extracting(GatewayAsked.Member::policy)
                .containsOnly(Policy.JOINING);
    }

    @Test
    void theSameRulesAreAskedForOnce() {
        apply(desk.set(GATE, BOTH, "ada"));
        apply(desk.refresh(GATE, 7));
        assertThat(desk.refresh(GATE, 7).drafts()).isEmpty();
        assertThat(desk.refresh(GATE, 8).drafts()).isEmpty();
        assertThat(desk.set(GATE, BOTH, "ada").answer()).isInstanceOf(NetworkWishes.Answer.Already.class);
    }

    @Test
    void aDeviceInServiceWithoutADescriptionIsNotRestrictedAndARetiredOneIsShut() {
        apply(desk.set(GATE, BOTH, "ada"));
        state(LOCK, DeviceState.JOINING);
        state(LOCK, DeviceState.OPERATIONAL);
        apply(desk.refresh(GATE, 7));
        assertThat(rules().get("lock-1").permitted().sameAs(PacketSet.everything()))
                .isTrue();
        state(LOCK, DeviceState.QUARANTINED);
        apply(desk.refresh(GATE, 8));
        assertThat(rules().get("lock-1").permitted().boxes()).hasSize(2);
        assertThat(register.openOrders(GATE)).hasSize(1);
        state(LOCK, DeviceState.RETIRED);
        apply(desk.refresh(GATE, 9));
        assertThat(rules().get("lock-1").permitted().isEmpty()).isTrue();
    }

    @Test
    void whatTheGatewaySaysIsToldOfEachDeviceThatChanged() {
        apply(desk.set(GATE, BOTH, "ada"));
        apply(desk.refresh(GATE, 7));
        assertThat(closed(OrderOutcome.DONE)).hasSize(2);
        assertThat(store.held(LOCK).orElseThrow().strength()).isEqualTo("kernel-enforced");
        state(LOCK, DeviceState.JOINING);
        state(LOCK, DeviceState.OPERATIONAL);
        apply(desk.refresh(GATE, 8));
        assertThat(closed(OrderOutcome.DONE))
                .extracting(draft -> draft.subject().id())
                .containsExactly("lock-1");
        apply(desk.set(GATE, new GatewaySet(BOTH.behind().subList(1, 2)), "ada"));
        apply(desk.refresh(GATE, 9));
        assertThat(closed(OrderOutcome.DONE))
                .extracting(draft -> draft.subject().id())
                .containsExactly("Lamp:1");
        assertThat(store.heldBy(GATE)).containsExactly(LOCK);
    }

    @Test
    void aGatewayThatCannotIsAskedThreeTimesAndTheFailureIsTold() {
        apply(desk.set(GATE, BOTH, "ada"));
        apply(desk.refresh(GATE, 7));
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(register.openOrders(GATE)).hasSize(1);
            closed(OrderOutcome.FAILED);
        }
        assertThat(register.openOrders(GATE)).isEmpty();
        assertThat(store.held(LOCK).orElseThrow().strength()).isEmpty();
    }

    @Test
    void anOrderThatANewerOneReplacedSaysNothing() {
        apply(desk.set(GATE, BOTH, "ada"));
        apply(desk.refresh(GATE, 7));
        IssuedOrder first = register.openOrders(GATE).getFirst();
        state(LOCK, DeviceState.JOINING);
        state(LOCK, DeviceState.OPERATIONAL);
        apply(desk.refresh(GATE, 8));
        OrderClosed late = new OrderClosed(
                first.order().id(), OrderKind.GATEWAY_POLICY, OrderOutcome.DONE, "", "", "kernel-enforced", "");
        assertThat(desk.closed(GATE, late).drafts()).isEmpty();
    }

    @Test
    void rulesThatDoNotFitAreToldAndOrderedWhenTheyFitAgain() {
        apply(desk.set(GATE, BOTH, "ada"));
        apply(desk.refresh(GATE, 7));
        closed(OrderOutcome.DONE);
        // As an entry of another build: it is refused when it is set.
        GatewaySet.Behind wide = new GatewaySet.Behind("lock-1", "02:00:00:00:00:32", List.of("10.9.0.0/24"));
        GatewaySet many = new GatewaySet(
                Stream.concat(Stream.of(BOTH.behind().getFirst(), wide), GatewayPagesTest.devices(499).stream())
                        .toList());
        assertThat(refused(many)).isEqualTo("gateway-invalid");
        apply(Decision.of(true, new Draft(GATE.subject(), NOW, "ada", many)));
        assertThat(apply(desk.refresh(GATE, 8))).isFalse();
        assertThat(register.openOrders(GATE)).isEmpty();
        assertThat(List.of(LAMP, LOCK))
                .allSatisfy(device -> assertThat(store.held(device)).hasValueSatisfying(held -> {
                    assertThat(held.strength()).isEmpty();
                    assertThat(held.detail()).contains("each address is a single one", "keeps the rules that it has");
                }));
        assertThat(desk.refresh(GATE, 9).drafts()).as("once").isEmpty();
        state(LOCK, DeviceState.JOINING);
        state(LOCK, DeviceState.OPERATIONAL);
        Decision<Boolean> still = desk.refresh(GATE, 11);
        assertThat(still.drafts())
                .as("of those that changed")
                .filteredOn(draft -> draft.event() instanceof GatewayHolds)
                .extracting(draft -> draft.subject().id())
                .containsExactly("lock-1");
        apply(still);
        apply(desk.set(GATE, BOTH, "ada"));
        assertThat(apply(desk.refresh(GATE, 12))).isTrue();
        assertThat(closed(OrderOutcome.DONE)).as("two, and those that went").hasSize(501);
        assertThat(store.held(LAMP).orElseThrow().strength()).isEqualTo("kernel-enforced");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThat(refused(new GatewaySet(List.of(behind(GATE, "02:00:00:00:00:31", "10.0.0.31/32")))))
                .isEqualTo("gateway-invalid");
        assertThat(refused(new GatewaySet(List.of(behind(LOCK, "03:00:00:00:00:31", "10.0.0.31/32")))))
                .isEqualTo("gateway-invalid");
        assertThat(refused(new GatewaySet(List.of(behind(LOCK, "02:00:00:00:00:31", "lamp")))))
                .isEqualTo("gateway-invalid");
        assertThat(refused(new GatewaySet(List.of(
                        behind(LOCK, "02:00:00:00:00:31", "10.0.0.31/32"),
                        behind(LAMP, "02:00:00:00:00:32", "10.0.0.31/32")))))
                .isEqualTo("gateway-invalid");
        assertThat(refused(new GatewaySet(IntStream.rangeClosed(0, NftElements.MEMBERS_MOST)
                        .mapToObj(i -> behind(
                                new DeviceId("d" + i),
                                String.format("02:00:00:00:%02x:%02x", i >> 8, i & 0xff),
                                "10.0." + (i >> 8) + "." + (i & 0xff) + "/32"))
                        .toList())))
                .isEqualTo("gateway-invalid");
        apply(desk.set(GATE, BOTH, "ada"));
        NetworkWishes.Answer other =
                desk.set(new DeviceId("gate-2"), BOTH, "ada").answer();
        assertThat(other)
                .isInstanceOfSatisfying(
                        NetworkWishes.Answer.Refused.class,
                        no -> assertThat(no.reason()).isEqualTo("gateway-other"));
    }

    private String refused(GatewaySet set) {
        return desk.set(GATE, set, "ada").answer() instanceof NetworkWishes.Answer.Refused no ? no.reason() : "done";
    }

    private List<Draft> closed(OrderOutcome outcome) {
        IssuedOrder open = register.openOrders(GATE).getFirst();
        OrderReport report = new OrderReport(
                outcome,
                outcome == OrderOutcome.DONE ? "" : "device-failed",
                "",
                outcome == OrderOutcome.DONE ? Optional.of(Strength.KERNEL_ENFORCED) : Optional.empty(),
                NOW);
        Decision<OrderDesk.Answer> ended = OrderDesk.report(GATE, open.order().id(), report, register, NOW);
        register.apply(ended);
        Decision<Boolean> told =
                desk.closed(GATE, (OrderClosed) ended.drafts().getFirst().event());
        apply(told);
        return told.drafts().stream()
                .filter(draft -> draft.event() instanceof GatewayHolds)
                .toList();
    }

    private Map<String, NftGateway.Member> rules() {
        OrderAction.GatewayPolicy policy = (OrderAction.GatewayPolicy)
                register.openOrders(GATE).getFirst().order().action();
        return NftGatewayReader.read(new String(policy.ruleset(), StandardCharsets.UTF_8));
    }

    private void state(DeviceId id, DeviceState to) {
        Device device = register.device(id).orElseThrow();
        register.apply(DeviceDesk.change(device.id(), to, register, new DeviceDesk.Cause("ada", "x", ""), NOW));
    }

    private <A> A apply(Decision<A> decision) {
        register.apply(decision);
        return store.apply(decision);
    }

    private static GatewaySet.Behind behind(DeviceId device, String mac, String address) {
        return new GatewaySet.Behind(device.value(), mac, List.of(address));
    }
}
