package dev.muster.agent.linux;

import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Segment;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.math.BigInteger;
import java.nio.ByteOrder;

/**
 * Sends packets of connections of others, with the headers that they have ({@code IPPROTO_RAW}), marked as ours. Needs root, or
 * CAP_NET_RAW and CAP_NET_ADMIN.
 */
public final class RawPackets implements Closeable {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final MethodHandle SOCKET = NetlinkSocket.link("socket", -1, INT, INT, INT, INT);
    private static final MethodHandle OPTION =
            NetlinkSocket.link("setsockopt", -1, INT, INT, INT, INT, ValueLayout.ADDRESS, INT);
    private static final MethodHandle SEND =
            NetlinkSocket.link("sendto", -1, LONG, INT, ValueLayout.ADDRESS, LONG, INT, ValueLayout.ADDRESS, INT);
    private static final MethodHandle CLOSE = NetlinkSocket.link("close", -1, INT, INT);

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
    private static final int IPPROTO_RAW = 255;
    private static final int SOL_SOCKET = 1;
    private static final int SO_MARK = 36;

    private final int four;
    private final int six;

    private RawPackets(int four, int six) {
        this.four = four;
        this.six = six;
    }

    /** Opens them in this process's network namespace; packets have this mark. */
    public static RawPackets open(int mark) throws IOException {
        int four = socket(AF_INET, mark);
        try {
            return new RawPackets(four, socket(AF_INET6, mark));
        } catch (IOException e) {
            NetlinkSocket.number("close", CLOSE, four);
            throw e;
        }
    }

    private static int socket(int family, int mark) throws IOException {
        int made = NetlinkSocket.number("socket", SOCKET, family, SOCK_RAW_CLOEXEC, IPPROTO_RAW);
        try (Arena arena = Arena.ofConfined()) {
            NetlinkSocket.number("setsockopt", OPTION, made, SOL_SOCKET, SO_MARK, arena.allocateFrom(INT, mark), 4);
            return made;
        } catch (IOException e) {
            NetlinkSocket.number("close", CLOSE, made);
            throw e;
        }
    }

    /** Sends one packet to where its header says. */
    public synchronized void send(Segment segment) throws IOException {
        byte[] packet = segment.packet();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(NetlinkSocket.STATE);
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, packet);
            MemorySegment place = place(arena, segment.target());
            int socket = segment.target().family() == 4 ? four : six;
            long sent = (long)
                    SEND.invokeExact(state, socket, bytes, (long) packet.length, 0, place, (int) place.byteSize());
            if (sent != packet.length) {
                throw new IOException("a packet could not be sent on to " + segment.target());
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code sockaddr_in}, {@code sockaddr_in6}: without a port, which a raw socket does not have. */
    private static MemorySegment place(Arena arena, Address target) {
        boolean isFour = target.family() == 4;
        MemorySegment place = arena.allocate(isFour ? 16 : 28, 4);
        place.set(ValueLayout.JAVA_SHORT, 0, (short) (isFour ? AF_INET : AF_INET6));
        int at = isFour ? 4 : 8;
        int length = isFour ? 4 : 16;
        BigInteger rest = target.value();
        for (int i = length - 1; i >= 0; i--) {
            place.set(ValueLayout.JAVA_BYTE.withOrder(ByteOrder.BIG_ENDIAN), at + i, rest.byteValue());
            rest = rest.shiftRight(8);
        }
        return place;
    }

    @Override
    public void close() throws IOException {
        NetlinkSocket.number("close", CLOSE, four);
        NetlinkSocket.number("close", CLOSE, six);
    }
}
