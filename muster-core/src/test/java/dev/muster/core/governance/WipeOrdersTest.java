package dev.muster.core.governance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.devices.IssuedOrder;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.OrderIssued;
import dev.muster.core.ledger.Draft;
import dev.muster.format.devices.maintenance.WipeProof;
import dev.muster.format.devices.orders.Order;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.format.devices.orders.Strength;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A wipe is ordered once, taken back when people did it, for people again when the device will not, and proved once. */
class WipeOrdersTest {
    private static final Instant NOW = Instant.parse("2026-11-29T08:00:00Z");
    private static final DeviceId CAM = new DeviceId("cam-1");

    private final List<IssuedOrder> open = new ArrayList<>();

    private DeviceRegister register() {
        return (DeviceRegister) Proxy.newProxyInstance(
                WipeOrdersTest.class.getClassLoader(),
                new Class<?>[] {DeviceRegister.class},
                (_, method, asked) -> switch (method.getName()) {
                    case "openOrders" -> List.copyOf(open);
                    case "order" ->
                        open.stream()
                                .filter(one -> one.order().id().equals(asked[0]))
                                .findFirst();
                    default -> Optional.empty();
                });
    }

    private static Instance custody(String state) {
        return new Instance("custody", "cu-1", state, NOW, Map.of("device", "cam-1"), List.of());
    }

    private List<Draft> follow(String transition) {
        return WipeOrders.follow(custody("wiping"), transition, 7, register(), NOW)
                .drafts();
    }

    private void ordered() {
        Order order = new Order("gov-7", 1, new OrderAction.Wipe("cu-1"), NOW, NOW.plusSeconds(60));
        open.add(new IssuedOrder(CAM, order, "custody", Optional.empty()));
    }

    @Test
    void itIsOrderedOnce() {
        assertThat(follow("order-wipe"))
                .singleElement()
                .satisfies(draft -> assertThat(draft.event())
                        .isInstanceOfSatisfying(
                                OrderIssued.class,
                                issued -> assertThat(issued.kind()).isEqualTo(OrderKind.WIPE)));
        ordered();
        assertThat(follow("order-wipe")).as("asked again").isEmpty();
    }

    @Test
    void whatPeopleDidInsteadTakesItBack() {
        ordered();
        List<Draft> drafts = WipeOrders.follow(custody("wiped"), "wipe-manual", 8, register(), NOW)
                .drafts();
        assertThat(drafts)
                .singleElement()
                .satisfies(draft -> assertThat(draft.event())
                        .isInstanceOfSatisfying(
                                OrderClosed.class,
                                closed -> assertThat(closed.outcome()).isEqualTo(OrderOutcome.WITHDRAWN)));
    }

    @Test
    void aDeviceThatWillNotIsForPeopleAgain() {
        OrderClosed no =
                new OrderClosed("gov-7", OrderKind.WIPE, OrderOutcome.REFUSED, "order-kind-unknown", "kind 22", "", "");
        assertThat(WipeOrders.refused(no, List.of(custody("wiping"))))
                .hasValueSatisfying(wish -> assertThat(wish.transition() + " " + wish.reason())
                        .isEqualTo("wipe-refused order-kind-unknown: kind 22"));
        assertThat(WipeOrders.refused(no, List.of(custody("wiped")))).isEmpty();
        OrderClosed done = new OrderClosed("gov-7", OrderKind.WIPE, OrderOutcome.DONE, "", "", "checked", "");
        assertThat(WipeOrders.refused(done, List.of(custody("wiping")))).isEmpty();
    }

    @Test
    void aProofIsTakenOnceAndAnIncompleteOneLeavesTheDecisionToPeople() {
        MemoryWorkflows world = new MemoryWorkflows();
        Workflows workflows = new Workflows(Machines.shipped());
        for (long remaining : new long[] {1, 0}) {
            world.records.put("custody/cu-1", custody("wiping"));
            WipeProof proof = proof(remaining);
            byte[] signed = {(byte) remaining};
            var taken = WipePapers.record(signed, proof, "device/cam-1", workflows, world, NOW);
            Instance now = ((Workflows.Answer.Moved) taken.answer()).now();
            assertThat(now.state()).isEqualTo(remaining == 0 ? "wiped" : "wipe-due");
            assertThat(taken.drafts()).hasSize(2);
            assertThat(taken.drafts().getLast().event())
                    .isInstanceOfSatisfying(
                            GovernanceEvent.WipeProved.class,
                            proved -> assertThat(proved.outcome())
                                    .isEqualTo(remaining == 0 ? WipePapers.COMPLETE : WipePapers.INCOMPLETE));
            world.records.put("custody/cu-1", now);
            assertThat(WipePapers.record(signed, proof, "device/cam-1", workflows, world, NOW)
                            .drafts())
                    .as("the device did not hear the answer")
                    .isEmpty();
        }
        world.records.put("custody/cu-1", custody("wiping"));
        assertThat(WipePapers.record(new byte[] {9}, proof(0), "device/cam-2", workflows, world, NOW)
                        .answer())
                .as("another device says it")
                .isInstanceOf(Workflows.Answer.Refused.class);
    }

    private static WipeProof proof(long remaining) {
        WipeProof.Place keys =
                new WipeProof.Place(WipeProof.Kind.KEYS, "identity", WipeProof.Method.OVERWRITTEN, 3, 90, remaining);
        return new WipeProof("cu-1", "cam-1", NOW, NOW, List.of(keys), List.of("slots"), Strength.CHECKED);
    }
}
