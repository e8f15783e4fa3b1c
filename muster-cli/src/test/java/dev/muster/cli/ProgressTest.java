package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Long work says how far it has come and how long it still takes; short work says nothing. */
class ProgressTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Screen screen = new Screen(new PrintWriter(out, true), new PrintWriter(err, true), false);
    private final AtomicLong now = new AtomicLong(5);

    private void after(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void itCountsAndSaysWhatIsLeft() {
        Progress progress = new Progress(screen, "entries", 50_000, now::get);
        after(1);
        progress.at(5_000);
        assertThat(err.toString()).as("too early to say").isEmpty();
        after(3);
        progress.at(10_000);
        assertThat(err.toString().strip()).isEqualTo("10,000 of 50,000 entries, 20 %, about 16 s left");
        after(1);
        progress.at(20_000);
        assertThat(err.toString().strip().lines()).as("not at every step").hasSize(1);
        after(600);
        progress.at(25_000);
        assertThat(err.toString()).contains("25,000 of 50,000 entries, 50 %, about 10 min left");
        after(5);
        progress.at(50_000);
        assertThat(err.toString().strip().lines())
                .as("what is over is said by the result")
                .hasSize(2);
        assertThat(out.toString()).isEmpty();
    }
}
