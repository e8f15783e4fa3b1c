package dev.muster.guard.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The one door to the kernel: {@code syscall(2)} of the C library, with the error that the call left behind. What a call
 * changes about a thread (identity, Landlock, seccomp) it changes for the calling thread only, which is what we want:
 * a thread confines itself, starts a program and ends.
 */
final class Kernel {
    private static final int ARGUMENTS = 6;
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle SYSCALL = link();

    private Kernel() {}

    /** The kernel said no. */
    static final class Errno extends IOException {
        static final int EPERM = 1;
        static final int EINTR = 4;
        static final int EAGAIN = 11;
        static final int ENOSYS = 38;
        private static final long serialVersionUID = 1L;

        private final int code;

        Errno(Call call, int code) {
            super(call.name().toLowerCase(java.util.Locale.ROOT) + ": error " + code + " of the kernel");
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link() {
        Linker linker = Linker.nativeLinker();
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        FunctionDescriptor shape = FunctionDescriptor.of(word, word, word, word, word, word, word, word);
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                shape,
                Linker.Option.firstVariadicArg(1),
                Linker.Option.captureCallState("errno"));
    }

    /**
     * Makes a call.
     *
     * @param words at most six numbers or addresses
     * @return what the kernel answered, never negative
     */
    static long call(Call call, long... words) throws IOException {
        long[] all = java.util.Arrays.copyOf(words, ARGUMENTS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long answer =
                    (long) SYSCALL.invokeExact(state, call.number(), all[0], all[1], all[2], all[3], all[4], all[5]);
            if (answer < 0) {
                throw new Errno(call, (int) ERRNO.get(state, 0L));
            }
            return answer;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens a path for reference only ({@code O_PATH | O_CLOEXEC}), as Landlock's rules want it. */
    static int openPath(java.nio.file.Path path) throws IOException {
        return open(path, O_PATH | O_CLOEXEC);
    }

    static int open(java.nio.file.Path path, int flags) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(path.toAbsolutePath().toString());
            return (int) call(Call.OPEN, AT_FDCWD, name.address(), flags, 0);
        }
    }

    /**
     * Reads what there is within a moment; 0 when there is nothing. The descriptor does not block: a program that was killed
     * takes its question back, so what there was when waiting ended may be gone, and reading would wait for the next.
     */
    static int read(int descriptor, long millis, MemorySegment into) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment wanted = arena.allocate(8, 8);
            wanted.set(ValueLayout.JAVA_INT, 0, descriptor);
            wanted.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
            MemorySegment most = arena.allocate(16, 8);
            most.set(ValueLayout.JAVA_LONG, 0, millis / 1000);
            most.set(ValueLayout.JAVA_LONG, 8, millis % 1000 * 1_000_000);
            return call(Call.POLL, wanted.address(), 1, most.address(), 0, 0) > 0 ? read(descriptor, into) : 0;
        } catch (Errno e) {
            if (e.code() == Errno.EINTR || e.code() == Errno.EAGAIN) {
                return 0;
            }
            throw e;
        }
    }

    /** Reads what there is, at most the buffer's size. */
    static int read(int descriptor, MemorySegment into) throws IOException {
        return (int) call(Call.READ, descriptor, into.address(), into.byteSize());
    }

    static void close(int descriptor) {
        try {
            call(Call.CLOSE, descriptor);
        } catch (IOException e) {
            // It is closed whatever the kernel says.
        }
    }

    private static final short POLLIN = 1;
    static final int AT_FDCWD = -100;
    static final int O_CLOEXEC = 0x80000;
    private static final int O_PATH = 0x200000;
}
