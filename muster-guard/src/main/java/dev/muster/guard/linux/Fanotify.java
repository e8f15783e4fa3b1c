package dev.muster.guard.linux;

import dev.muster.format.crypto.Sha256;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernel tells of files that are touched, and by which process (fanotify, Linux 5.9 and later). A {@link #gate} asks
 * before, and the process waits for the answer; a {@link #watch} tells afterwards. When whoever holds a gate ends, the kernel
 * lets everything pass: what depends on it must be frozen then.
 */
public final class Fanotify implements AutoCloseable {
    private static final int CLASS_CONTENT = 0x4;
    private static final int CLOEXEC_NONBLOCK = 0x3;
    private static final int REPORT_DIR_FID_AND_NAME = 0xC00;
    private static final int O_LARGEFILE_CLOEXEC = 0x88000;
    private static final int MARK_ADD = 0x1;
    private static final int MARK_FILESYSTEM = 0x100;

    private static final long MODIFIED = 0x2;
    private static final long WRITTEN = 0x8;
    private static final long MOVED = 0xC0;
    private static final long CREATED = 0x100;
    private static final long DELETED = 0x200;
    private static final long OPEN = 0x10000;
    private static final long RUN = 0x40000;
    private static final long OVERFLOW = 0x4000;
    private static final long ON_CHILD = 0x08000000;

    private static final int HEAD_BYTES = 24;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Descriptor group;

    private Fanotify(int group) {
        this.group = new Descriptor(group);
    }

    /**
     * Something that happened to a file.
     *
     * @param process that did it, or wants to
     * @param file its descriptor in a gate, to be {@link #answer}ed; -1 in a watch
     * @param name in its folder, in a watch
     * @param run whether it is to be executed
     * @param lost whether events were lost before
     */
    public record Touch(int process, int file, String name, boolean run, boolean lost) {}

    /** Asks before files are opened or run. */
    public static Fanotify gate() throws IOException {
        return new Fanotify(
                (int) Kernel.call(Call.FANOTIFY_INIT, CLASS_CONTENT | CLOEXEC_NONBLOCK, O_LARGEFILE_CLOEXEC));
    }

    /** Tells of changes in folders. */
    public static Fanotify watch() throws IOException {
        return new Fanotify((int) Kernel.call(Call.FANOTIFY_INIT, REPORT_DIR_FID_AND_NAME | CLOEXEC_NONBLOCK, 0));
    }

    /** A gate asks about every program of a file system, in whichever namespace it is mounted. */
    public void askFileSystem(Path mount) throws IOException {
        mark(MARK_ADD | MARK_FILESYSTEM, RUN, mount);
    }

    /** A gate asks about every program that lies directly in a folder. */
    public void askFolder(Path folder) throws IOException {
        mark(MARK_ADD, RUN | ON_CHILD, folder);
    }

    /** A gate asks about every file of a folder that is opened, which holds the process until we looked at it. */
    public void askOpened(Path folder) throws IOException {
        mark(MARK_ADD, OPEN | ON_CHILD, folder);
    }

    /** A watch tells of every change of a file that lies directly in a folder. */
    public void tellFolder(Path folder) throws IOException {
        mark(MARK_ADD, MODIFIED | WRITTEN | MOVED | CREATED | DELETED | ON_CHILD, folder);
    }

    private void mark(int flags, long mask, Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path.toAbsolutePath().toString());
            group.use(open -> Kernel.call(Call.FANOTIFY_MARK, open, flags, mask, Kernel.AT_FDCWD, name.address()));
        }
    }

    /**
     * What happened, when something does within a moment; empty otherwise.
     *
     * @throws IOException when it is closed, or the kernel says no
     */
    public List<Touch> next() throws IOException {
        List<Touch> found = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
            int read = group.read(buffer);
            for (int at = 0; at + HEAD_BYTES <= read; ) {
                int length = buffer.get(ValueLayout.JAVA_INT_UNALIGNED, at);
                long mask = buffer.get(ValueLayout.JAVA_LONG_UNALIGNED, at + 8);
                found.add(new Touch(
                        buffer.get(ValueLayout.JAVA_INT_UNALIGNED, at + 20),
                        buffer.get(ValueLayout.JAVA_INT_UNALIGNED, at + 16),
                        name(buffer, at + HEAD_BYTES, at + length),
                        (mask & RUN) != 0,
                        (mask & OVERFLOW) != 0));
                at += Math.max(HEAD_BYTES, length);
            }
        }
        return found;
    }

    /** The name that stands after the folder's handle: header of 4 bytes, file system of 8, length, kind, handle, name. */
    private static String name(MemorySegment buffer, int from, int end) {
        if (end - from < 20) {
            return "";
        }
        int handle = buffer.get(ValueLayout.JAVA_INT_UNALIGNED, from + 12);
        int at = from + 20 + handle;
        int most = end - at;
        if (handle < 0 || most <= 0) {
            return "";
        }
        byte[] bytes = buffer.asSlice(at, most).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8).split("\0", 2)[0];
    }

    /** Lets the process go on, or refuses it; either way the descriptor is gone. */
    public void answer(Touch touch, boolean allowed) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment words = arena.allocate(8, 8);
            words.set(ValueLayout.JAVA_INT, 0, touch.file());
            words.set(ValueLayout.JAVA_INT, 4, allowed ? 1 : 2);
            group.use(open -> Kernel.call(Call.WRITE, open, words.address(), 8));
        } finally {
            Kernel.close(touch.file());
        }
    }

    /** SHA-256 of a file that a gate asks about, read by its descriptor: opening it again would ask ourselves. */
    public static byte[] digest(Touch touch) throws IOException {
        MessageDigest sha256 = Sha256.digest();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER_BYTES, 8);
            for (int read = Kernel.read(touch.file(), buffer); read > 0; read = Kernel.read(touch.file(), buffer)) {
                sha256.update(buffer.asSlice(0, read).asByteBuffer());
            }
        }
        return sha256.digest();
    }

    public boolean closed() {
        return group.closed();
    }

    /** Waits for those who are in the kernel with it. */
    @Override
    public void close() {
        group.close();
    }
}
