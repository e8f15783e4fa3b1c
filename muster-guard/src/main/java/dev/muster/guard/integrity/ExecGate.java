package dev.muster.guard.integrity;

import dev.muster.format.devices.manifest.Violation;
import dev.muster.guard.linux.Fanotify;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Nothing runs whose content the manifest does not name. The kernel asks before each program is executed, the program's
 * interpreter and the loader too; the answer is kept for a file as long as it is the same one.
 *
 * <p>Not seen by the kernel's question, and held by other layers: {@code sh script}, libraries, memory that is made
 * executable, programs without a file.
 */
public final class ExecGate implements Watchdog.SelfCheck, AutoCloseable {
    /** 128 bits. */
    private static final int DIGEST_CHARS = 32;

    private static final Logger LOG = LoggerFactory.getLogger(ExecGate.class);
    private static final int KEPT_MAX = 4096;

    private final Fanotify asked = Fanotify.gate();
    private final Supplier<Set<String>> allowed;
    private final Teller teller;
    private final Culprits culprits;
    private final Thread answering;
    private final int own = (int) ProcessHandle.current().pid();
    private final Map<String, String> digests = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > KEPT_MAX;
        }
    };

    /** @param allowed SHA-256 in lower-case hex of all programs that may run */
    public ExecGate(Supplier<Set<String>> allowed, Teller teller) throws IOException {
        this(allowed, teller, new Culprits());
    }

    ExecGate(Supplier<Set<String>> allowed, Teller teller, Culprits culprits) throws IOException {
        this.allowed = allowed;
        this.teller = teller;
        this.culprits = culprits;
        this.answering = Thread.ofPlatform().daemon().name("exec-gate").start(this::answer);
    }

    @Override
    public Optional<String> fault() {
        return answering.isAlive() ? Optional.empty() : Optional.of("nobody answers for programs");
    }

    Culprits culprits() {
        return culprits;
    }

    /** From now on every program of this file system is asked about. */
    public void holdFileSystem(Path mount) throws IOException {
        asked.askFileSystem(mount);
    }

    /** From now on every program in this folder, not below it, is asked about. */
    public void holdFolder(Path folder) throws IOException {
        asked.askFolder(folder);
    }

    /** From now on whoever opens a file in this folder is looked at first. */
    void lookAtOpeners(Path folder) throws IOException {
        asked.askOpened(folder);
    }

    private void answer() {
        while (true) {
            try {
                asked.next().forEach(this::settle);
            } catch (IOException e) {
                if (asked.closed()) {
                    LOG.debug("the gate ends");
                    return;
                }
                // Going on: a gate that is open and that nobody answers holds every program for ever.
                LOG.warn("the gate: {}", e.getMessage());
            }
        }
    }

    /** One that cannot be answered does not keep those after it from their answers. */
    private void settle(Fanotify.Touch touch) {
        try {
            answer(touch);
        } catch (IOException e) {
            LOG.warn("a program was not answered for: {}", e.getMessage());
        }
    }

    private void answer(Fanotify.Touch touch) throws IOException {
        boolean passes = false;
        try {
            passes = touch.process() == own || !touch.run() || allowed.get().contains(digest(touch));
        } catch (IOException | RuntimeException e) {
            LOG.warn("a program that cannot be read is not run: {}", e.getMessage());
        }
        if (touch.process() != own && (!touch.run() || !passes)) {
            culprits.look(touch.process());
        }
        String what = passes ? "" : told(touch);
        asked.answer(touch, passes);
        if (!passes) {
            teller.violated(Violation.PROGRAM_REFUSED, what, culprits.name(touch.process()));
        }
    }

    private String digest(Fanotify.Touch touch) throws IOException {
        Path file = descriptor(touch);
        Map<String, Object> same = Files.readAttributes(file, "unix:dev,ino,ctime,size");
        String key = same.get("dev") + " " + same.get("ino") + " " + same.get("ctime") + " " + same.get("size");
        String known = digests.get(key);
        if (known == null) {
            known = HexFormat.of().formatHex(Fanotify.digest(touch));
            digests.put(key, known);
        }
        return known;
    }

    /** Its path, and by what it is the same program on another device and under another name. */
    private String told(Fanotify.Touch touch) {
        try {
            return name(touch) + " sha256:" + digest(touch).substring(0, DIGEST_CHARS);
        } catch (IOException | RuntimeException e) {
            return name(touch);
        }
    }

    private static String name(Fanotify.Touch touch) {
        try {
            return Files.readSymbolicLink(descriptor(touch)).toString();
        } catch (IOException e) {
            return "a program";
        }
    }

    private static Path descriptor(Fanotify.Touch touch) {
        return Path.of("/proc/self/fd", String.valueOf(touch.file()));
    }

    @Override
    public void close() {
        asked.close();
    }
}
