package dev.muster.guard.integrity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the watchdog is fed; a file stands for the device. That one of a machine restarts it is shown in QEMU. */
class WatchdogTest {
    @TempDir
    private Path folder;

    @Test
    void itIsFedOnlyWhileEverySelfCheckPassesAndLeftWithAFarewell() throws Exception {
        Path device = Files.writeString(folder.resolve("watchdog"), "");
        AtomicReference<Optional<String>> second = new AtomicReference<>(Optional.empty());
        Watchdog watchdog = Watchdog.open(device, List.of(Optional::empty, second::get));

        watchdog.feed();
        assertThat(device).hasContent("\n");
        assertThat(watchdog.fault()).isEmpty();

        second.set(Optional.of("sensors are not read"));
        watchdog.feed();
        watchdog.feed();
        assertThat(Files.size(device)).as("not fed").isEqualTo(1);
        assertThat(watchdog.fault()).contains("sensors are not read");

        second.set(Optional.empty());
        watchdog.feed();
        assertThat(Files.size(device)).as("fed again").isEqualTo(2);

        watchdog.close();
        assertThat(Files.readString(device)).isEqualTo("\n\nV");
        watchdog.feed();
        assertThat(Files.readString(device))
                .as("nothing comes after the farewell")
                .isEqualTo("\n\nV");
    }

    @Test
    void aMachineWithoutOneIsToldAtTheStart() {
        assertThatThrownBy(() -> Watchdog.open(folder.resolve("none"), List.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no watchdog");
    }
}
