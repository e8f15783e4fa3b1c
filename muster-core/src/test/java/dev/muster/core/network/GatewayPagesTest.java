package dev.muster.core.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceDesk;
import dev.muster.core.devices.DeviceId;
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
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.format.devices.orders.OrderReport;
import dev.muster.format.devices.orders.PagedRules;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.network.nft.NftElements;
import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.nft.NftGatewayReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More devices behind one gateway than a kernel takes chains for. */
class GatewayPagesTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final DeviceId GATE = new DeviceId("gate-1");
    private static final DeviceId SEVENTH = new DeviceId("d7");
    private static final int MANY = 1_200;

    private final MapRegister register = new MapRegister();
    private final MapNetworkStore store = new MapNetworkStore();
    private final GatewayDesk desk = new GatewayDesk(store, register, List.of(new Endpoint("203.0.113.1", 8444)), NOW);

    static List<GatewaySet.Behind> devices(int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> new GatewaySet.Behind(
                        "d" + i,
                        String.format("02:00:00:01:%02x:%02x", i >> 8, i & 0xff),
                        List.of("10.1." + (i >> 8) + "." + (i & 0xff) + "/32")))
                .toList();
    }

    @BeforeEach
    void setUp() {
        Product product = new Product(new ProductId("p"), "P", "Acme", "p", NOW, NOW.plusSeconds(1));
        register.apply(ProductDesk.add(product, register, "ada", NOW));
        register.apply(DeviceDesk.register(GATE, product.id(), register, new DeviceDesk.Cause("ada", "x", ""), NOW));
        apply(desk.set(GATE, new GatewaySet(devices(MANY)), "ada"));
    }

    @Test
    void theyAreOneOrderWhichIsToldOfEachOfThemWhenItEnded() {
        assertThat(apply(desk.refresh(GATE, 7))).isTrue();
        assertThat(register.openOrders(GATE)).hasSize(1);
        PagedRules rules = rules();
        String text = new String(rules.text(rules.packed()), StandardCharsets.UTF_8);
        assertThat(NftElements.is(text)).isTrue();
        assertThat(NftGatewayReader.read(text)).hasSize(MANY).containsKey("d1199");
        assertThat(rules.digest())
                .isEqualTo(store.gatewayAsked(GATE).orElseThrow().digest());
        assertThat(desk.refresh(GATE, 8).drafts()).as("the same rules").isEmpty();
        assertThat(ended(OrderOutcome.DONE, "")).hasSize(MANY);
        assertThat(store.held(SEVENTH).orElseThrow().strength()).isEqualTo("kernel-enforced");
    }

    @Test
    void aNewerOneTakesThePlaceOfOneThatIsStillFetched() {
        apply(desk.refresh(GATE, 7));
        String first = register.openOrders(GATE).getFirst().order().id();
        apply(desk.set(GATE, new GatewaySet(devices(MANY - 1)), "ada"));
        apply(desk.refresh(GATE, 8));
        assertThat(register.openOrders(GATE))
                .extracting(open -> open.order().id())
                .hasSize(1)
                .doesNotContain(first);
        apply(desk.set(GATE, new GatewaySet(devices(NftGateway.MEMBERS_MOST)), "ada"));
        apply(desk.refresh(GATE, 9));
        assertThat(register.openOrders(GATE)).hasSize(1);
        assertThat(register.openOrders(GATE).getFirst().order().action())
                .as("in one piece, as every agent reads it")
                .isInstanceOf(OrderAction.GatewayPolicy.class);
    }

    @Test
    void anAgentThatTakesNoPagesIsToldOfAndAskedAgainWhenSomethingIsHeard() {
        apply(desk.refresh(GATE, 7));
        assertThat(ended(OrderOutcome.REFUSED, "order-kind-unknown")).hasSize(MANY);
        assertThat(register.openOrders(GATE)).as("the same again is no use").isEmpty();
        assertThat(store.held(SEVENTH).orElseThrow())
                .satisfies(held -> assertThat(held.strength()).isEmpty())
                .satisfies(held -> assertThat(held.detail()).contains("takes no rules in pages"));
        assertThat(apply(desk.refresh(GATE, 8)))
                .as("it may be a newer agent by now")
                .isTrue();
        assertThat(ended(OrderOutcome.DONE, "")).hasSize(MANY);
    }

    @Test
    void aGatewayThatCouldNotIsAskedThreeTimes() {
        apply(desk.refresh(GATE, 7));
        for (int attempt = 1; attempt <= NetworkDesk.MAX_ATTEMPTS; attempt++) {
            assertThat(rules().pages()).isNotEmpty();
            ended(OrderOutcome.FAILED, "device-failed");
        }
        assertThat(register.openOrders(GATE)).isEmpty();
        assertThat(store.held(SEVENTH).orElseThrow().strength()).isEmpty();
    }

    private List<Draft> ended(OrderOutcome outcome, String reason) {
        IssuedOrder open = register.openOrders(GATE).getFirst();
        Optional<Strength> strength =
                outcome == OrderOutcome.DONE ? Optional.of(Strength.KERNEL_ENFORCED) : Optional.empty();
        Decision<OrderDesk.Answer> ended = OrderDesk.report(
                GATE, open.order().id(), new OrderReport(outcome, reason, "", strength, NOW), register, NOW);
        register.apply(ended);
        Decision<Boolean> told =
                desk.closed(GATE, (OrderClosed) ended.drafts().getFirst().event());
        apply(told);
        return told.drafts().stream()
                .filter(draft -> draft.event() instanceof GatewayHolds)
                .toList();
    }

    private PagedRules rules() {
        return ((OrderAction.GatewayPages)
                        register.openOrders(GATE).getFirst().order().action())
                .rules();
    }

    private <A> A apply(Decision<A> decision) {
        register.apply(decision);
        return store.apply(decision);
    }
}
