package dev.muster.agent.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clock that is set back before what was signed is not gone by, also after a restart; how far it is off is said. */
class DeviceClockTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir
    private Path folder;

    private DeviceRoots roots;
    private Instant wall = NOON;
    private long running;

    @BeforeEach
    void make() throws IOException {
        roots = DeviceRoots.under(folder, Strength.CHECKED, Durability.PROCESS_END)
                .create();
    }

    private DeviceClock clock() throws IOException {
        return new DeviceClock(() -> wall, () -> running, roots);
    }

    @Test
    void beforeAnythingWasSignedTheWallClockIsAllThereIs() throws Exception {
        DeviceClock clock = clock();
        assertThat(clock.instant()).isEqualTo(NOON);
        assertThat(clock.fact().value()).isEqualTo("unknown");
    }

    @Test
    void aClockThatIsSetBackIsRefusedAndTimeGoesOnFromTheNewestSignedOne() throws Exception {
        DeviceClock clock = clock();
        clock.signedJustNow(NOON);
        wall = Instant.EPOCH;
        running = Duration.ofSeconds(90).toNanos();
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(90));
        assertThat(clock.fact().value()).isEqualTo("refused");

        running = Duration.ofSeconds(1000).toNanos();
        DeviceClock restarted = clock();
        assertThat(restarted.instant()).as("kept over a restart").isEqualTo(NOON);

        wall = NOON.plusSeconds(3600);
        assertThat(restarted.instant()).as("put right again").isEqualTo(wall);
    }

    @Test
    void whoSignsMayBeAheadALittle() throws Exception {
        DeviceClock clock = clock();
        clock.signed(NOON.plus(Duration.ofMinutes(5)));
        assertThat(clock.instant()).isEqualTo(NOON);
        clock.signed(NOON.plus(Duration.ofMinutes(5)).plusSeconds(1));
        assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofMinutes(5)).plusSeconds(1));
    }

    @Test
    void anOlderStatementTakesNothingBack() throws Exception {
        DeviceClock clock = clock();
        clock.signed(NOON);
        clock.signed(NOON.minus(Duration.ofDays(400)));
        wall = NOON.minus(Duration.ofDays(399));
        assertThat(clock.instant()).isEqualTo(NOON);
    }

    @Test
    void theOffsetIsSaidInWordsThatChangeSeldom() throws Exception {
        DeviceClock clock = clock();
        clock.signedJustNow(NOON.minusSeconds(5));
        assertThat(clock.fact().value()).isEqualTo("right");
        assertThat(clock.fact().detail()).isEqualTo("5 s ahead of what the server signed last");
        clock.signedJustNow(NOON.plusSeconds(6));
        assertThat(clock.fact().value()).isEqualTo("near");
        clock.signedJustNow(NOON.minus(Duration.ofMinutes(6)));
        assertThat(clock.fact().value()).isEqualTo("off");
    }

    @Test
    void whatIsKeptIsWrittenSeldomAndAFileThatIsTornHoldsNothing() throws Exception {
        DeviceClock clock = clock();
        clock.signed(NOON);
        Path file = roots.state().resolve("time.properties");
        byte[] first = Files.readAllBytes(file);
        clock.signed(NOON.plusSeconds(599));
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
        clock.signed(NOON.plusSeconds(600));
        assertThat(Files.readString(file)).contains("12:10:00Z");

        Files.writeString(file, "newest-signed=2026-11-2");
        wall = Instant.EPOCH;
        assertThat(clock().instant()).isEqualTo(Instant.EPOCH);
    }
}
