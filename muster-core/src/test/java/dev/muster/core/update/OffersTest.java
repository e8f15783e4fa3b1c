package dev.muster.core.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.OrderClosed;
import dev.muster.core.devices.OrderDesk;
import dev.muster.core.devices.OrderIssued;
import dev.muster.core.ledger.Draft;
import dev.muster.format.devices.orders.OrderOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an offer writes: an order that says where the envelope is, and the entry that binds it to the rollout. */
class OffersTest {
    private static final Duration SHORT = Duration.ofMinutes(10);

    private final Fleet fleet = new Fleet();

    private Offers offers(Duration deadline) {
        String id = fleet.start(fleet.release(2), RolloutPlan.STANDARD.with(2, List.of(100), deadline));
        return new Offers(fleet.rollout(id).orElseThrow(), artifact -> "/at/" + artifact.sha256(), Fleet.BY, fleet.now);
    }

    private static OrderIssued issued(List<Draft> drafts) {
        return drafts.stream()
                .map(Draft::event)
                .filter(OrderIssued.class::isInstance)
                .map(OrderIssued.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private Target offered(DeviceId device, int attempt, Optional<Target.Ended> ended) {
        return new Target(
                device,
                1,
                attempt,
                TargetState.OFFERED,
                "old-order",
                fleet.now,
                Optional.empty(),
                dev.muster.core.devices.DeviceState.OPERATIONAL,
                Target.Shown.NOTHING,
                ended,
                Optional.empty(),
                "",
                "");
    }

    @Test
    void anOrderLivesAsLongAsItIsWaitedForAndNeverShorterThanUsual() {
        Duration usual = OrderDesk.DEFAULT_LIFETIME;
        assertThat(lifetime(SHORT)).isEqualTo(usual);
        assertThat(lifetime(usual)).isEqualTo(usual);
        assertThat(lifetime(usual.plusSeconds(1))).isEqualTo(usual.plusSeconds(1));
    }

    private static Duration lifetime(Duration deadline) {
        OffersTest one = new OffersTest();
        Offers.To to = Offers.first(List.of(one.fleet.device("cam-1", "1.0"))).getFirst();
        return Duration.between(
                one.fleet.now, issued(one.offers(deadline).offer(to, 0)).expiresAt());
    }

    @Test
    void theFirstOfferIsAnOrderAndItsBinding() {
        DeviceId device = fleet.device("cam-1", "1.0");
        Offers offers = offers(SHORT);
        List<Draft> drafts = offers.offer(Offers.first(List.of(device)).getFirst(), 3);
        assertThat(drafts).hasSize(2).allSatisfy(draft -> {
            assertThat(draft.subject()).isEqualTo(device.subject());
            assertThat(draft.effectiveAt()).isEqualTo(fleet.now);
        });
        OrderIssued order = issued(drafts);
        assertThat(order.order()).startsWith(offers.rollout().id() + ".");
        assertThat(drafts.getLast().event())
                .isEqualTo(new DeviceOffered(
                        offers.rollout().id(), offers.rollout().release().id(), 3, order.order()));
        assertThat(new String(order.args(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .contains("/at/" + offers.rollout().release().envelope().sha256());
    }

    @Test
    void theSameAttemptHasTheSameOrderAndEveryOtherAnother() {
        DeviceId device = fleet.device("cam-1", "1.0");
        DeviceId beside = fleet.device("cam-2", "1.0");
        Offers offers = offers(SHORT);
        String first = issued(offers.offer(Offers.first(List.of(device)).getFirst(), 0))
                .order();
        assertThat(issued(offers.offer(Offers.first(List.of(device)).getFirst(), 0))
                        .order())
                .isEqualTo(first);
        assertThat(issued(offers.offer(Offers.first(List.of(beside)).getFirst(), 0))
                        .order())
                .isNotEqualTo(first);
        assertThat(issued(offers.offer(Offers.To.again(offered(device, 1, Optional.empty())), 0))
                        .order())
                .isEqualTo(first + ".2");
        assertThat(issued(offers.offer(Offers.To.again(offered(device, 2, Optional.empty())), 0))
                        .order())
                .isEqualTo(first + ".3");
    }

    @Test
    void anOrderOfBeforeThatIsOpenIsTakenBackFirst() {
        DeviceId device = fleet.device("cam-1", "1.0");
        Offers offers = offers(SHORT);
        List<Draft> drafts = offers.offer(Offers.To.again(offered(device, 1, Optional.empty())), 0);
        assertThat(drafts).hasSize(3);
        assertThat(drafts.getFirst().event()).isInstanceOfSatisfying(OrderClosed.class, closed -> {
            assertThat(closed.order()).isEqualTo("old-order");
            assertThat(closed.outcome()).isEqualTo(OrderOutcome.WITHDRAWN);
            assertThat(closed.reason()).isEqualTo("offered-again");
        });
        Target.Ended ended = new Target.Ended(OrderOutcome.EXPIRED, "expired", "", fleet.now);
        assertThat(offers.offer(Offers.To.again(offered(device, 1, Optional.of(ended))), 0))
                .noneMatch(draft -> draft.event() instanceof OrderClosed);
    }
}
