package dev.muster.guard;

import dev.muster.guard.linux.KeptFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How the device stands; survives a power cut. Thread-safe. */
final class DeviceState {
    static final String NORMAL = "normal";
    /** Workloads are there and do not run. */
    static final String FROZEN = "frozen";
    /** Workloads were stopped. */
    static final String STOPPED = "stopped";
    /** Actuators are safe, workloads stopped, the network closed. */
    static final String SAFE = "safe";

    /** Each holds more back than the one before. */
    private static final List<String> GRAVE = List.of(NORMAL, FROZEN, STOPPED, SAFE);

    private final Path file;
    private volatile String now = NORMAL;

    DeviceState(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            now = Files.readString(file).strip();
        }
    }

    String now() {
        return now;
    }

    /** Whether workloads are started at all; on a frozen device not, for runc thaws the group of what it starts. */
    boolean mayRun() {
        return now.equals(NORMAL);
    }

    /** From a graver state only back to normal: what freezes a safe device must not open its network. */
    synchronized void set(String state) throws IOException {
        if (!state.equals(NORMAL) && GRAVE.indexOf(state) <= GRAVE.indexOf(now)) {
            return;
        }
        now = state;
        KeptFile.replace(file, state.getBytes(StandardCharsets.UTF_8));
    }
}
