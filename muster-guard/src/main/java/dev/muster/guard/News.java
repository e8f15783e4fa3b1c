package dev.muster.guard;

import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.RecordCodec;
import dev.muster.format.devices.manifest.Violation;
import dev.muster.guard.socket.Happening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happened, the newest of it, over restarts of the guard. Thread-safe. */
public final class News {
    private static final Logger LOG = LoggerFactory.getLogger(News.class);

    /** An agent that was away for longer learns the newest; evidence says the state anyway. */
    private static final int KEPT_MAX = 256;

    private static final long FILE_BYTES_MAX = 1024 * 1024;

    private final Path file;
    private final Deque<Happening> newest = new ArrayDeque<>();
    private long last;

    News(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                read(line);
            }
        }
    }

    private void read(String line) {
        try {
            keep(RecordCodec.of(Happening.class).decode(Base64.getDecoder().decode(line)));
        } catch (IllegalArgumentException | CborException cut) {
            LOG.debug("a line of the news was cut short");
        }
    }

    private void keep(Happening one) {
        newest.addLast(one);
        last = Math.max(last, one.number());
        if (newest.size() > KEPT_MAX) {
            newest.removeFirst();
        }
    }

    synchronized void add(Violation kind, String what, String culprit, String done) {
        Happening one = new Happening(last + 1, Instant.now(), kind, what, culprit, done);
        keep(one);
        LOG.info("{} {} by {}: {}", kind, what, culprit.isEmpty() ? "?" : culprit, done);
        try {
            if (Files.exists(file) && Files.size(file) > FILE_BYTES_MAX) {
                Files.delete(file);
            }
            String line = Base64.getEncoder()
                    .encodeToString(RecordCodec.of(Happening.class).encode(one));
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("news are not kept: {}", e.getMessage());
        }
    }

    synchronized List<Happening> after(long number) {
        return newest.stream().filter(n -> n.number() > number).toList();
    }
}
