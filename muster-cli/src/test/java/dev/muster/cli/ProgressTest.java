package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Long work says how far it has come and how long it still takes; short work says nothing. */
class ProgressTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicLong now = new AtomicLong(5);
    private final Screen screen = screen(false);

    private Screen screen(boolean json) {
        return Screen.watched(new PrintWriter(out, true), new PrintWriter(err, true), json, now::get);
    }

    private void after(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void itCountsAndSaysWhatIsLeft() {
        Progress progress = new Progress(screen, "entries", 50_000);
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

    @Test
    void eachPartHasItsOwnPace() {
        Progress progress = new Progress(screen);
        progress.at("entries", 0, 1_000);
        after(100);
        progress.at("entries", 990, 1_000);
        progress.at("statements", 0, 40);
        after(4);
        progress.at("statements", 10, 40);
        assertThat(err.toString().strip().lines())
                .containsExactly(
                        "990 of 1,000 entries, 99 %, about 1 s left", "10 of 40 statements, 25 %, about 12 s left");
    }

    @Test
    void anAmountThatNobodyKnowsIsNotSaid() {
        Progress progress = new Progress(screen);
        progress.at("bytes", 0, 0);
        after(10);
        progress.at("bytes", 500, 0);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aProgramThatReadsIsToldNothing() throws Exception {
        List<Screen> unwatched =
                List.of(new Screen(new PrintWriter(out, true), new PrintWriter(err, true), false), screen(true));
        for (Screen screen : unwatched) {
            Progress progress = new Progress(screen, "entries", 50_000);
            after(10);
            progress.at(10_000);
            try (Waiting waiting = new Waiting(screen, "the server works", Duration.ofMillis(1))) {
                assertThat(waiting).isNotNull();
                Thread.sleep(50);
            }
        }
        assertThat(err.toString()).isEmpty();
    }

    @Test
    @Timeout(60)
    void aPersonIsToldThatTheServerWorksUntilItIsDone() throws Exception {
        Waiting waiting = new Waiting(screen, "the server works", Duration.ofMillis(1));
        while (!err.toString().contains("the server works, for 2 min")) {
            after(1);
            Thread.sleep(1);
        }
        waiting.over();
        waiting.over();
        String said = err.toString();
        Thread.sleep(20);
        assertThat(err.toString()).as("it is over").isEqualTo(said);
        assertThat(out.toString()).isEmpty();
    }
}
