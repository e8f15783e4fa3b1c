package dev.muster.agent.linux;

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
import java.nio.file.Path;
import java.util.Optional;

/**
 * A socket to the kernel's packet filter ({@code AF_NETLINK}, {@code NETLINK_NETFILTER}), by the functions of the C library. A
 * socket that is in use is closed only after that: the kernel gives its number to the next file.
 */
final class NetlinkSocket implements AutoCloseable {
    static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final MethodHandle SOCKET = link("socket", -1, INT, INT, INT, INT);
    private static final MethodHandle OPTION = link("setsockopt", -1, INT, INT, INT, INT, ValueLayout.ADDRESS, INT);
    private static final MethodHandle SEND = link("send", -1, LONG, INT, ValueLayout.ADDRESS, LONG, INT);
    private static final MethodHandle RECEIVE = link("recv", -1, LONG, INT, ValueLayout.ADDRESS, LONG, INT);
    private static final MethodHandle CLOSE = link("close", -1, INT, INT);
    private static final MethodHandle OPEN = link("open", 2, INT, ValueLayout.ADDRESS, INT);
    private static final MethodHandle SETNS = link("setns", -1, INT, INT, INT);

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int NETLINK_NETFILTER = 12;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_SNDBUFFORCE = 32;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final int ENOBUFS = 105;
    private static final int MSG_DONTWAIT = 0x40;
    private static final int CLONE_NEWNET = 0x40000000;

    /** The kernel answers a batch before the call that sends it returns; a stuck one must not hold the agent. */
    private static final long SECONDS_MOST = 10;

    /** A batch with every address of a policy's names is far below; the kernel takes it whole or not at all. */
    private static final int BUFFER_BYTES = 16 * 1024 * 1024;

    private static final int ANSWER_BYTES = 64 * 1024;

    private final int descriptor;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = arena.allocate(STATE);
    private final MemorySegment answer = arena.allocate(ANSWER_BYTES);
    private boolean closed;

    private NetlinkSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    /** In this process's network namespace. */
    static NetlinkSocket open() throws IOException {
        NetlinkSocket made =
                new NetlinkSocket(number("socket", SOCKET, AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_NETFILTER));
        try (Arena here = Arena.ofConfined()) {
            MemorySegment time = here.allocate(LONG, 2);
            time.set(LONG, 0, SECONDS_MOST);
            made.option(SO_RCVTIMEO, time, 16);
            MemorySegment size = here.allocateFrom(INT, BUFFER_BYTES);
            made.option(SO_SNDBUFFORCE, size, 4);
            made.option(SO_RCVBUFFORCE, size, 4);
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    /**
     * In another network namespace.
     *
     * @param namespace such as {@code /proc/123/ns/net}
     */
    static NetlinkSocket open(Path namespace) throws IOException {
        // What setns changes it changes for the calling thread, so that one ends with it.
        IOException[] failed = new IOException[1];
        NetlinkSocket[] made = new NetlinkSocket[1];
        Thread inside = Thread.ofPlatform().name("netlink").start(() -> {
            try (Arena here = Arena.ofConfined()) {
                int place = number("open", OPEN, here.allocateFrom(namespace.toString()), 0);
                try {
                    number("setns", SETNS, place, CLONE_NEWNET);
                } finally {
                    number("close", CLOSE, place);
                }
                made[0] = open();
            } catch (IOException e) {
                failed[0] = e;
            }
        });
        try {
            inside.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a socket was opened", e);
        }
        if (failed[0] != null) {
            throw failed[0];
        }
        return made[0];
    }

    private void option(int name, MemorySegment value, int length) throws IOException {
        number("setsockopt", OPTION, descriptor, SOL_SOCKET, name, value, length);
    }

    /** Makes room for one message of so many bytes. */
    synchronized void room(int bytes) throws IOException {
        open(closed);
        if (bytes > BUFFER_BYTES) {
            try (Arena here = Arena.ofConfined()) {
                option(SO_SNDBUFFORCE, here.allocateFrom(INT, bytes), 4);
            }
        }
    }

    /** Sends messages; the kernel has acted on them when this returns. */
    synchronized void send(MemorySegment bytes) throws IOException {
        open(closed);
        long sent;
        try {
            sent = (long) SEND.invokeExact(state, descriptor, bytes, bytes.byteSize(), 0);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (sent != bytes.byteSize()) {
            throw new IOException("netlink: send: error " + (int) ERRNO.get(state, 0L));
        }
    }

    /** The next datagram of answers; good until the next one. */
    synchronized MemorySegment receive() throws IOException {
        open(closed);
        long got;
        try {
            got = (long) RECEIVE.invokeExact(state, descriptor, answer, answer.byteSize(), 0);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (got < 0) {
            throw new IOException("netlink: recv: error " + (int) ERRNO.get(state, 0L));
        }
        return answer.asSlice(0, got);
    }

    /** The next datagram, or empty when none came in time or some were lost; good until the next one. */
    synchronized Optional<MemorySegment> next() throws IOException {
        open(closed);
        long got;
        try {
            got = (long) RECEIVE.invokeExact(state, descriptor, answer, answer.byteSize(), 0);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        if (got >= 0) {
            return Optional.of(answer.asSlice(0, got));
        }
        int error = (int) ERRNO.get(state, 0L);
        if (error == EAGAIN || error == EINTR || error == ENOBUFS) {
            return Optional.empty();
        }
        throw new IOException("netlink: recv: error " + error);
    }

    /** Throws away what waits to be read. */
    synchronized void forget() {
        long got = closed ? 0 : 1;
        while (got > 0) {
            try {
                got = (long) RECEIVE.invokeExact(state, descriptor, answer, answer.byteSize(), MSG_DONTWAIT);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            number("close", CLOSE, descriptor);
        } catch (IOException e) {
            // It is closed whatever the kernel says.
        }
        arena.close();
    }

    private static void open(boolean closed) throws IOException {
        if (closed) {
            throw new IOException("it is closed");
        }
    }

    static int number(String name, MethodHandle function, Object... words) throws IOException {
        try (Arena here = Arena.ofConfined()) {
            MemorySegment after = here.allocate(STATE);
            Object[] all = new Object[words.length + 1];
            all[0] = after;
            System.arraycopy(words, 0, all, 1, words.length);
            int result = (int) function.invokeWithArguments(all);
            if (result < 0) {
                throw new IOException(name + ": error " + (int) ERRNO.get(after, 0L));
            }
            return result;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("restricted")
    static MethodHandle link(String name, int variadic, MemoryLayout result, MemoryLayout... words) {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor shape = FunctionDescriptor.of(result, words);
        Linker.Option errno = Linker.Option.captureCallState("errno");
        MemorySegment place = linker.defaultLookup().findOrThrow(name);
        return variadic < 0
                ? linker.downcallHandle(place, shape, errno)
                : linker.downcallHandle(place, shape, errno, Linker.Option.firstVariadicArg(variadic));
    }
}
