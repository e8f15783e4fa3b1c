package dev.muster.agent.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.devices.orders.Order;
import dev.muster.format.devices.orders.OrderAction;
import dev.muster.format.devices.orders.OrderOutcome;
import dev.muster.format.devices.orders.OrderReport;
import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderJournalTest {

    private static final Instant NOW = Instant.parse("2026-11-21T20:00:00Z");

    @TempDir
    private Path dir;

    private OrderJournal journal() throws IOException {
        return new OrderJournal(DeviceRoots.under(dir, Strength.SIMULATED, Durability.PROCESS_END)
                .create());
    }

    @Test
    void anOrderThatWasActedOnIsKnownAfterARestart() throws IOException {
        OrderReport report = new OrderReport(OrderOutcome.REFUSED, "signature", "no", Optional.empty(), NOW);
        journal().acted(order(3), report);
        assertThat(journal().reported(order(3))).contains(report);
        assertThat(journal().reported(order(4))).isEmpty();
    }

    @Test
    void theJournalForgetsTheOldestFirst() throws IOException {
        OrderJournal journal = journal();
        for (int i = 0; i < 70; i++) {
            journal.acted(order(i), OrderReport.done(NOW));
        }
        assertThat(journal().reported(order(5))).isEmpty();
        assertThat(journal().reported(order(6))).isPresent();
        assertThat(journal().reported(order(69))).isPresent();
    }

    @Test
    void theLongestReportsFit() throws IOException {
        OrderJournal journal = journal();
        OrderReport longest = new OrderReport(
                OrderOutcome.FAILED, "r".repeat(64), "\u20ac".repeat(512), Optional.of(Strength.SIMULATED), NOW);
        for (int i = 0; i < 70; i++) {
            journal.acted(order(i), longest);
        }
        assertThat(journal().reported(order(69))).contains(longest);
    }

    private static Order order(long sequence) {
        return new Order("o-" + sequence, sequence, new OrderAction.Attest(), NOW, NOW.plusSeconds(60));
    }
}
