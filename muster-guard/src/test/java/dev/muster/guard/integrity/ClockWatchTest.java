package dev.muster.guard.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.devices.manifest.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A clock that is set is told from one that runs, is slewed, or is late to be looked at. */
class ClockWatchTest {
    private Instant wall = Instant.parse("2026-11-29T12:00:00Z");
    private long running;
    private final List<String> told = new ArrayList<>();
    private final ClockWatch watch = new ClockWatch(() -> wall, () -> running, (kind, what, culprit) -> {
        assertThat(kind).isEqualTo(Violation.CLOCK_STEPPED);
        told.add(what);
    });

    private void pass(Duration running, Duration wall) {
        this.running += running.toNanos();
        this.wall = this.wall.plus(wall);
        watch.look();
    }

    @Test
    void aClockThatRunsOrIsSlewedIsNotTold() {
        pass(Duration.ofMillis(500), Duration.ofMillis(500));
        pass(Duration.ofMillis(500), Duration.ofMillis(740));
        pass(Duration.ofHours(3), Duration.ofHours(3));
        pass(Duration.ofSeconds(2), Duration.ofMillis(1_001));
        assertThat(told).isEmpty();
    }

    /** As a machine with one processor for thirty programs does it. */
    @Test
    void aMachineThatWasHeldUpBetweenTwoReadingsIsNotAStep() {
        List<Long> readings = new ArrayList<>(List.of(0L, 0L, 3_000_000_000L, 3_000_000_000L, 3_000_000_000L));
        ClockWatch held = new ClockWatch(() -> wall, readings::removeFirst, (kind, what, culprit) -> told.add(what));
        wall = wall.plusSeconds(3);
        held.look();
        assertThat(told).isEmpty();
        assertThat(readings).isEmpty();
    }

    @Test
    void aStepIsToldOnceWithItsDirectionAndLength() {
        pass(Duration.ofMillis(500), Duration.ofDays(-400));
        pass(Duration.ofMillis(500), Duration.ofMillis(500));
        pass(Duration.ofMillis(500), Duration.ofMillis(1_500));
        assertThat(told).containsExactly("back by 34560000 s", "forward by 1 s");
    }
}
