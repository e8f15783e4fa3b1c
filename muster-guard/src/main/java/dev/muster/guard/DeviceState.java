package dev.muster.guard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** How the device stands; survives a power cut. Thread-safe. */
final class DeviceState {
    static final String NORMAL = "normal";
    /** Workloads are there and do not run. */
    static final String FROZEN = "frozen";
    /** Workloads were stopped. */
    static final String STOPPED = "stopped";
    /** Actuators are safe, workloads stopped, the network closed. */
    static final String SAFE = "safe";

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

    /** Whether workloads are started at all. */
    boolean mayRun() {
        return now.equals(NORMAL) || now.equals(FROZEN);
    }

    synchronized void set(String state) throws IOException {
        if (state.equals(now)) {
            return;
        }
        now = state;
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(state.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
