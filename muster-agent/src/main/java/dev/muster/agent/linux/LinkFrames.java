package dev.muster.agent.linux;

import dev.muster.format.network.capture.Frame;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** The frames of a link as they pass ({@code AF_PACKET}), with those that are meant for others. Needs root, or CAP_NET_RAW. */
public final class LinkFrames {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;
    private static final MethodHandle SOCKET = NetlinkSocket.link("socket", -1, INT, INT, INT, INT);
    private static final MethodHandle BIND = NetlinkSocket.link("bind", -1, INT, INT, ValueLayout.ADDRESS, INT);
    private static final MethodHandle OPTION =
            NetlinkSocket.link("setsockopt", -1, INT, INT, INT, INT, ValueLayout.ADDRESS, INT);
    private static final MethodHandle INDEX = NetlinkSocket.link("if_nametoindex", -1, INT, ValueLayout.ADDRESS);
    private static final MethodHandle RECEIVE =
            NetlinkSocket.link("recv", -1, LONG, INT, ValueLayout.ADDRESS, LONG, INT);
    private static final MethodHandle CLOSE = NetlinkSocket.link("close", -1, INT, INT);

    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVTIMEO = 20;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int SOL_PACKET = 263;
    private static final int ADD_MEMBERSHIP = 1;
    private static final short PROMISCUOUS = 1;
    private static final int ADDRESS_BYTES = 20;
    private static final int MEMBERSHIP_BYTES = 16;

    /** Every protocol, in the order of the network. */
    private static final short ALL = 0x0300;

    /** A frame of a link with jumbo frames is smaller. */
    private static final int FRAME_BYTES_MOST = 16 * 1024;

    private static final int BUFFER_BYTES = 8 * 1024 * 1024;
    private static final long LOOK_MICROS = 200_000;
    private static final int SO_ATTACH_FILTER = 26;
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    /** A program of the classic packet filter (BPF): code, jumps when true and false, value. */
    private static final int[][] INTRODUCTIONS = {
        {0x28, 0, 0, 12}, // the frame's type
        {0x15, 14, 0, 0x88cc}, // LLDP
        {0x15, 0, 7, 0x0800},
        {0x30, 0, 0, 23}, // IPv4: the protocol
        {0x15, 0, 12, 17},
        {0x28, 0, 0, 20},
        {0x45, 10, 0, 0x1fff}, // a later fragment
        {0xb1, 0, 0, 14},
        {0x48, 0, 0, 16}, // the target's port
        {0x15, 6, 7, 67},
        {0x15, 0, 6, 0x86dd},
        {0x30, 0, 0, 20}, // IPv6: the next header
        {0x15, 0, 4, 17},
        {0x28, 0, 0, 56},
        {0x15, 1, 2, 547},
        {0x06, 0, 0, 0},
        {0x06, 0, 0, FRAME_BYTES_MOST},
        {0x06, 0, 0, 0}
    };

    private LinkFrames() {}

    /**
     * Hands on what passes for a while.
     *
     * @param link name of the interface
     * @throws IOException when there is no such interface, or this process may not
     */
    public static void listen(String link, Duration time, InstantSource clock, Consumer<Frame> each)
            throws IOException {
        listen(link, time, clock, each, false);
    }

    /** Hands on what devices say of themselves, until the thread is interrupted: LLDP, and DHCP on its way to servers. */
    public static void introductions(String link, InstantSource clock, Consumer<Frame> each) throws IOException {
        listen(link, FOR_EVER, clock, each, true);
    }

    private static void listen(
            String link, Duration time, InstantSource clock, Consumer<Frame> each, boolean introductions)
            throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            int index = NetlinkSocket.number("if_nametoindex", INDEX, arena.allocateFrom(link));
            if (index == 0) {
                throw new IOException("there is no interface " + link);
            }
            // Of no protocol until it is bound: else it takes frames of every link that no filter has seen.
            int socket = NetlinkSocket.number("socket", SOCKET, AF_PACKET, SOCK_RAW_CLOEXEC, 0);
            try {
                if (introductions) {
                    attach(arena, socket);
                }
                prepare(arena, socket, index);
                read(arena, socket, time, clock, each);
            } finally {
                NetlinkSocket.number("close", CLOSE, socket);
            }
        }
    }

    /** Whatever else passes is not copied to this process. */
    private static void attach(Arena arena, int socket) throws IOException {
        MemorySegment program = arena.allocate(INTRODUCTIONS.length * 8L, 8);
        for (int i = 0; i < INTRODUCTIONS.length; i++) {
            int[] one = INTRODUCTIONS[i];
            program.set(SHORT, i * 8L, (short) one[0]);
            program.set(ValueLayout.JAVA_BYTE, i * 8L + 2, (byte) one[1]);
            program.set(ValueLayout.JAVA_BYTE, i * 8L + 3, (byte) one[2]);
            program.set(INT, i * 8L + 4, one[3]);
        }
        MemorySegment whole = arena.allocate(16, 8);
        whole.set(SHORT, 0, (short) INTRODUCTIONS.length);
        whole.set(ValueLayout.ADDRESS, 8, program);
        NetlinkSocket.number("setsockopt", OPTION, socket, SOL_SOCKET, SO_ATTACH_FILTER, whole, 16);
    }

    private static void prepare(Arena arena, int socket, int index) throws IOException {
        MemorySegment address = arena.allocate(ADDRESS_BYTES, 8);
        address.set(SHORT, 0, (short) AF_PACKET);
        address.set(SHORT, 2, ALL);
        address.set(INT, 4, index);
        NetlinkSocket.number("bind", BIND, socket, address, ADDRESS_BYTES);
        MemorySegment membership = arena.allocate(MEMBERSHIP_BYTES, 8);
        membership.set(INT, 0, index);
        membership.set(SHORT, 4, PROMISCUOUS);
        NetlinkSocket.number("setsockopt", OPTION, socket, SOL_PACKET, ADD_MEMBERSHIP, membership, MEMBERSHIP_BYTES);
        MemorySegment wait = arena.allocate(LONG, 2);
        wait.set(LONG, 8, LOOK_MICROS);
        NetlinkSocket.number("setsockopt", OPTION, socket, SOL_SOCKET, SO_RCVTIMEO, wait, 16);
        MemorySegment size = arena.allocateFrom(INT, BUFFER_BYTES);
        NetlinkSocket.number("setsockopt", OPTION, socket, SOL_SOCKET, SO_RCVBUFFORCE, size, 4);
    }

    private static void read(Arena arena, int socket, Duration time, InstantSource clock, Consumer<Frame> each) {
        MemorySegment state = arena.allocate(NetlinkSocket.STATE);
        MemorySegment buffer = arena.allocate(FRAME_BYTES_MOST);
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            long got;
            try {
                got = (long) RECEIVE.invokeExact(state, socket, buffer, buffer.byteSize(), 0);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
            if (got > 0) {
                byte[] bytes = buffer.asSlice(0, got).toArray(ValueLayout.JAVA_BYTE);
                each.accept(new Frame(clock.instant(), Frame.ETHERNET, bytes));
            }
        }
    }
}
