package dev.muster.guard.integrity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machine's watchdog: a timer that restarts the machine unless it is fed. It is fed only while every self-check passes, so
 * that a guard that hangs or cannot do its work is not kept. A guard that is killed leaves the timer running, and the next one
 * has the rest of it to come up (Linux, watchdog-api). Thread-safe.
 */
public final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    /** The driver's sign that it is closed on purpose: the timer stops, where the driver lets it. */
    private static final byte[] FAREWELL = "V".getBytes(StandardCharsets.US_ASCII);

    /** Any byte but the farewell feeds it. */
    private static final byte[] FOOD = "\n".getBytes(StandardCharsets.US_ASCII);

    /** Something that must go on for the guard to be worth keeping. */
    @FunctionalInterface
    public interface SelfCheck {
        /** What is wrong, in a few words; empty when nothing is. */
        Optional<String> fault();
    }

    private final FileChannel device;
    private final List<SelfCheck> checks;
    private volatile Optional<String> fault = Optional.empty();

    private Watchdog(FileChannel device, List<SelfCheck> checks) {
        this.device = device;
        this.checks = List.copyOf(checks);
    }

    /**
     * Opens it, which starts the timer.
     *
     * @param path normally {@code /dev/watchdog}
     * @throws IOException when there is none, or somebody else has it
     */
    public static Watchdog open(Path path, List<SelfCheck> checks) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException("there is no watchdog at " + path);
        }
        return new Watchdog(FileChannel.open(path, StandardOpenOption.WRITE), checks);
    }

    /** Feeds it if all is well; otherwise the machine restarts when the timer has run down. */
    public synchronized void feed() throws IOException {
        if (!device.isOpen()) {
            return;
        }
        Optional<String> wrong =
                checks.stream().map(SelfCheck::fault).flatMap(Optional::stream).findFirst();
        if (wrong.isEmpty()) {
            device.write(ByteBuffer.wrap(FOOD));
        } else if (!wrong.equals(fault)) {
            LOG.error("the watchdog is not fed: {}", wrong.get());
        }
        fault = wrong;
    }

    /** Why it is not fed; empty while it is. */
    public Optional<String> fault() {
        return fault;
    }

    /** Says farewell: a guard that ends in order does not take the machine with it. */
    @Override
    public synchronized void close() throws IOException {
        device.write(ByteBuffer.wrap(FAREWELL));
        device.close();
    }
}
