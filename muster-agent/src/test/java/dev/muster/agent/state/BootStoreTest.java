package dev.muster.agent.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootStoreTest {

    @TempDir
    private Path dir;

    private BootStore store() throws IOException {
        DeviceRoots roots =
                DeviceRoots.under(dir, Strength.SIMULATED, Durability.POWER_CUT).create();
        return new BootStore(roots);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        BootState state = new BootState(Slot.B, Optional.of(Slot.A), true, 7, 12);
        store().write(state);
        assertThat(store().read()).isEqualTo(state);
    }

    @Test
    void anInstalledSlotIsStartedOnTrialAndConfirmedLater() throws IOException {
        store().write(BootState.factory(1));
        store().change(state -> state.startNext(Slot.B));
        BootState trial = store().change(BootState::boot);
        assertThat(trial).isEqualTo(new BootState(Slot.B, Optional.empty(), true, 1, 1));
        assertThat(trial.confirm(2).boot()).isEqualTo(new BootState(Slot.B, Optional.empty(), false, 2, 2));
    }

    @Test
    void aTrialThatNobodyConfirmedGoesBack() {
        BootState trial = BootState.factory(1).startNext(Slot.B).boot();
        assertThat(trial.boot()).isEqualTo(new BootState(Slot.A, Optional.empty(), false, 1, 2));
    }

    @Test
    void confirmingAnOlderSequenceDoesNotLowerIt() {
        assertThat(BootState.factory(5).confirm(3).sequence()).isEqualTo(5);
    }

    @Test
    void aStateThatMakesNoSenseIsNotRead() throws IOException {
        BootStore store = store();
        Path file = dir.resolve("state/boot.properties");
        for (String bad : new String[] {"", "active=c\ntrial=false\nsequence=1\nboots=1\n", "active=a\n", "nonsense"}) {
            Files.writeString(file, bad);
            assertThatThrownBy(store::read).as(bad).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aLeftoverOfACutWriteDoesNoHarm() throws IOException {
        BootStore store = store();
        store.write(BootState.factory(1));
        Files.writeString(dir.resolve("state/boot.properties.new"), "half");
        assertThat(store.read()).isEqualTo(BootState.factory(1));
        store.write(BootState.factory(2));
        assertThat(store.read()).isEqualTo(BootState.factory(2));
    }
}
