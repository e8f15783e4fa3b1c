package dev.muster.agent.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.agent.report.Outbox.Report;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {

    @TempDir
    private Path dir;

    private Outbox outbox() throws IOException {
        return new Outbox(DeviceRoots.under(dir, Strength.SIMULATED, Durability.PROCESS_END)
                .create());
    }

    @Test
    void reportsWaitInOrderAndSurviveARestart() throws IOException {
        outbox().add(report(1));
        outbox().add(report(2));
        Outbox restarted = outbox();
        assertThat(restarted.oldest().orElseThrow().body()).containsExactly(1);
        restarted.removeOldest();
        assertThat(restarted.oldest().orElseThrow().body()).containsExactly(2);
        restarted.removeOldest();
        assertThat(restarted.oldest()).isEmpty();
    }

    @Test
    void aFullOutboxKeepsTheNewest() throws IOException {
        Outbox outbox = outbox();
        for (int i = 0; i < 300; i++) {
            outbox.add(report(i % 100));
        }
        assertThat(outbox.oldest().orElseThrow().body()).containsExactly(44);
    }

    @Test
    void aReportThatCannotBeReadDoesNotBlockTheOthers() throws IOException {
        Outbox outbox = outbox();
        outbox.add(report(1));
        outbox.add(report(2));
        Files.write(dir.resolve("state/outbox/000000000001"), new byte[] {0});
        assertThat(outbox.oldest().orElseThrow().body()).containsExactly(2);
    }

    private static Report report(int number) {
        return new Report("/update/acme/report", "application/cose", new byte[] {(byte) number});
    }
}
