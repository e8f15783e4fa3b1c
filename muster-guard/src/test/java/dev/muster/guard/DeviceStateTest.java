package dev.muster.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceStateTest {
    @TempDir
    private Path folder;

    @Test
    void aLighterReactionDoesNotTakeAGraverStateBack() throws IOException {
        Path file = folder.resolve("state");
        DeviceState state = new DeviceState(file);
        for (String next : new String[] {DeviceState.FROZEN, DeviceState.STOPPED, DeviceState.SAFE}) {
            state.set(next);
            assertThat(state.now()).isEqualTo(next);
        }
        state.set(DeviceState.FROZEN);
        state.set(DeviceState.STOPPED);
        assertThat(state.now()).isEqualTo(DeviceState.SAFE);
        assertThat(new DeviceState(file).now()).isEqualTo(DeviceState.SAFE);
        state.set(DeviceState.NORMAL);
        assertThat(new DeviceState(file).now()).isEqualTo(DeviceState.NORMAL);
    }
}
