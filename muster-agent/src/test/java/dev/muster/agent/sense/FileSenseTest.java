package dev.muster.agent.sense;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSenseTest {

    @Test
    void aChangedFileBelowTheFolderIsNoticedUntilTheWatchEnds(@TempDir Path dir) throws Exception {
        Path inner = Files.createDirectories(dir.resolve("bin"));
        Path file = Files.writeString(inner.resolve("app"), "good");
        Semaphore noticed = new Semaphore(0);
        try (FileSense sense = new FileSense()) {
            FileSense.Watch watch = sense.watch(dir, noticed::release);
            Files.writeString(file, "evil");
            assertThat(noticed.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            watch.close();
            noticed.drainPermits();
            Files.writeString(file, "more");
            assertThat(noticed.tryAcquire(200, TimeUnit.MILLISECONDS)).isFalse();
        }
    }
}
