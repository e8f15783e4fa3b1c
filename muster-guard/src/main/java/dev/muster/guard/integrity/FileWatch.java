package dev.muster.guard.integrity;

import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.manifest.Held;
import dev.muster.format.devices.manifest.Violation;
import dev.muster.guard.linux.Fanotify;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds files to the manifest: at the start, at once when one is touched, and all of them now and then. */
public final class FileWatch implements Watchdog.SelfCheck, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private final Fanotify told = Fanotify.watch();
    private final ExecGate gate;
    private final Path root;
    private final List<Held> held;
    private final Teller teller;
    private final Map<String, String> reported = new HashMap<>();
    private final Thread watching;
    private volatile long lookedMillis;

    /**
     * @param gate names those who touch a file and end at once
     * @param root paths of the manifest are below it
     * @param every how often all files are read again
     */
    public FileWatch(ExecGate gate, Path root, List<Held> held, Duration every, Teller teller) throws IOException {
        this.gate = gate;
        this.root = root;
        this.held = held;
        this.teller = teller;
        for (Path folder : held.stream()
                .map(h -> root.resolve(h.path()).getParent())
                .distinct()
                .toList()) {
            if (Files.isDirectory(folder)) {
                told.tellFolder(folder);
                gate.lookAtOpeners(folder);
            }
        }
        all("");
        this.watching = Thread.ofPlatform().daemon().name("file-watch").start(() -> watch(every));
    }

    @Override
    public Optional<String> fault() {
        return watching.isAlive() ? Optional.empty() : Optional.of("nobody watches the held files");
    }

    /** When all files were last read, in milliseconds since 1970. */
    public long lookedMillis() {
        return lookedMillis;
    }

    private void watch(Duration every) {
        long next = System.nanoTime() + every.toNanos();
        while (true) {
            try {
                for (Fanotify.Touch touch : told.next()) {
                    if (touch.lost()) {
                        all("");
                    } else if (touch.process() != ProcessHandle.current().pid()) {
                        touched(touch);
                    }
                }
                if (System.nanoTime() - next > 0) {
                    all("");
                    next = System.nanoTime() + every.toNanos();
                }
            } catch (IOException e) {
                LOG.debug("the watch ends: {}", e.getMessage());
                return;
            }
        }
    }

    private void touched(Fanotify.Touch touch) {
        for (Held one : held) {
            if (one.path().endsWith(touch.name()) && !touch.name().isEmpty()) {
                judge(one, gate.culprits().name(touch.process()));
            }
        }
    }

    /** Reads every file. */
    private synchronized void all(String culprit) {
        long begin = System.nanoTime();
        held.forEach(one -> judge(one, culprit));
        lookedMillis = System.currentTimeMillis();
        LOG.debug("read {} files in {} ms", held.size(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }

    private synchronized void judge(Held one, String culprit) {
        byte[] found;
        try {
            found = Sha256.of(Files.readAllBytes(root.resolve(one.path())));
        } catch (IOException absent) {
            found = new byte[0];
        }
        if (Arrays.equals(found, one.sha256())) {
            reported.remove(one.path());
            return;
        }
        String now = found.length == 0 ? "missing" : HexFormat.of().formatHex(found, 0, 8);
        if (!now.equals(reported.put(one.path(), now))) {
            teller.violated(Violation.FILE_CHANGED, one.path() + " " + now, culprit);
        }
    }

    @Override
    public void close() {
        told.close();
    }
}
