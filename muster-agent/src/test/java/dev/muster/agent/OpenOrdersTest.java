package dev.muster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.server.Backoff;
import dev.muster.format.devices.orders.Order;
import dev.muster.format.devices.orders.OrderAction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpenOrdersTest {

    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");
    private final OpenOrders open =
            new OpenOrders(new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(3)));
    private final Order attest = order(1, new OrderAction.Attest());
    private final Order install = order(2, new OrderAction.Install("/artifacts/a/b", new byte[32]));
    private final Order isolate = order(3, new OrderAction.NetworkPolicy("quarantine", new byte[1]));

    private static Order order(long sequence, OrderAction action) {
        return new Order("o-" + sequence, sequence, action, NOW, NOW.plusSeconds(60));
    }

    @Test
    void isolationComesFirstAndEvidenceLast() {
        open.add(List.of(attest, install, isolate));
        assertThat(open.next()).hasValue(isolate);
        assertThat(open.next()).hasValue(install);
        assertThat(open.next()).hasValue(attest);
        assertThat(open.next()).isEmpty();
    }

    @Test
    void aPostponedOrderWaitsLongerEachTimeAndComesAgain() {
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 6; i++) {
            open.postpone(install);
            assertThat(open.next()).isEmpty();
            longest = open.pause().orElseThrow();
            open.takeUp();
            assertThat(open.next()).hasValue(install);
        }
        assertThat(longest).isGreaterThanOrEqualTo(Duration.ofSeconds(16));
        open.settled(install);
        assertThat(open.pause()).isEmpty();
    }

    @Test
    void anOrderThatWasSettledByItsSecondDeliveryIsNotTakenUpAgain() {
        open.postpone(install);
        open.settled(install);
        open.takeUp();
        assertThat(open.next()).isEmpty();
    }
}
