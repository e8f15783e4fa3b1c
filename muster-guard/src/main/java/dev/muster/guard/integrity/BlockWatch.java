package dev.muster.guard.integrity;

import dev.muster.format.devices.manifest.Violation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blocks that the kernel did not give to anybody, because they are not what the hash tree of their device says (dm-verity). The
 * kernel says so in its log, from the machine's start on; each block is told once.
 */
public final class BlockWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BlockWatch.class);

    /**
     * As drivers/md/dm-verity-target.c writes it: device, kind, number. At the beginning of a record of the kernel's own (facility
     * 0), for what is plugged in has names that other records tell.
     */
    private static final Pattern CORRUPTED = Pattern.compile(
            "^[0-7],[^;\\n]*;device-mapper: verity: (\\S{1,32}): (\\S{1,16}) block (\\d{1,20}) is corrupted",
            Pattern.MULTILINE);

    /** Longer than any record of the kernel's log (CONSOLE_EXT_LOG_MAX). */
    private static final int RECORD_BYTES = 8192;

    /** A disk that dies has more of them than anybody wants to be told. */
    private static final int TOLD_MAX = 256;

    private final FileChannel log;
    private final Teller teller;
    private final Set<String> told = new HashSet<>();

    private BlockWatch(FileChannel log, Teller teller) {
        this.log = log;
        this.teller = teller;
    }

    /**
     * Begins with what the kernel said before.
     *
     * @param kernelLog normally {@code /dev/kmsg}: a read gives a record, and waits for one
     * @return empty where this process may not read it; then dm-verity refuses all the same, and nobody is told
     */
    public static Optional<BlockWatch> open(Path kernelLog, Teller teller) {
        try {
            BlockWatch watch = new BlockWatch(FileChannel.open(kernelLog, StandardOpenOption.READ), teller);
            Thread.ofPlatform().daemon().name("block-watch").start(watch::watch);
            return Optional.of(watch);
        } catch (IOException e) {
            LOG.info("the kernel's log is not read: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private void watch() {
        ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
        while (true) {
            try {
                if (log.read(record.clear()) < 0) {
                    return;
                }
                judge(StandardCharsets.UTF_8.decode(record.flip()).toString());
            } catch (ClosedChannelException ended) {
                return;
            } catch (IOException overwritten) {
                // EPIPE: the log went over what was not read yet; the next read is of what is there.
                LOG.debug("the kernel's log: {}", overwritten.getMessage());
            }
        }
    }

    private void judge(String text) {
        Matcher found = CORRUPTED.matcher(text);
        while (found.find()) {
            String block = "verity/" + found.group(1) + "/" + found.group(2) + "/" + found.group(3);
            if (told.size() < TOLD_MAX && told.add(block)) {
                teller.violated(Violation.FILE_CHANGED, block + " refused", "");
            }
        }
    }

    @Override
    public void close() throws IOException {
        log.close();
    }
}
