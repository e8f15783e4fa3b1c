package dev.muster.agent.linux;

import dev.muster.format.network.capture.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The packets that the packet filter shows ({@code log group}, {@code NFNL_SUBSYS_ULOG}), one listener for a group in a network
 * namespace. What comes faster than it is taken is lost and counted nowhere here: the rules have counters.
 */
public final class ShownPackets implements AutoCloseable {
    private static final int SUBSYSTEM = 4 << 8;
    private static final int CONFIGURE = 1;
    private static final int REQUEST_ACK = 5;
    private static final int COMMAND = 1;
    private static final int BIND = 1;
    private static final int MODE = 2;
    private static final int COPY_PACKET = 2;
    private static final int PAYLOAD = 9;
    private static final int PREFIX = 10;
    private static final int ERROR = 2;
    private static final int HEADER_BYTES = 16;
    private static final int TYPE_MASK = 0x3fff;

    /** Headers, a name in TLS, or a question of DNS; not what people say. */
    private static final int KEPT_BYTES = 2048;

    private final NetlinkSocket socket;
    private final InstantSource clock;
    private volatile boolean ended;
    private volatile boolean gone;

    private ShownPackets(NetlinkSocket socket, InstantSource clock) {
        this.socket = socket;
        this.clock = clock;
    }

    /** Takes packets as they are shown, on a thread of its own; must be quick. */
    public interface Listener {
        /**
         * A packet was shown.
         *
         * @param prefix of the rule that shows it
         * @param packet from its IP header on
         */
        void shown(String prefix, Frame packet);
    }

    /**
     * Listens in this process's network namespace until it is closed.
     *
     * @throws IOException when the kernel shows no packets, or another program has the group
     */
    public static ShownPackets open(int group, InstantSource clock, Listener listener) throws IOException {
        return open(group, KEPT_BYTES, clock, listener);
    }

    /**
     * The same with more of each packet.
     *
     * @param kept bytes of a packet that are shown
     */
    public static ShownPackets open(int group, int kept, InstantSource clock, Listener listener) throws IOException {
        ShownPackets made = new ShownPackets(NetlinkSocket.open(), clock);
        try {
            made.configure(group, attribute(COMMAND, new byte[] {BIND}));
            ByteBuffer mode = ByteBuffer.allocate(6).putInt(kept).put((byte) COPY_PACKET);
            made.configure(group, attribute(MODE, mode.array()));
        } catch (IOException e) {
            made.socket.close();
            throw e;
        }
        Thread.ofPlatform().daemon().name("shown-packets").start(() -> made.listen(listener));
        return made;
    }

    private void configure(int group, byte[] attribute) throws IOException {
        ByteBuffer message =
                ByteBuffer.allocate(HEADER_BYTES + 4 + attribute.length).order(ByteOrder.nativeOrder());
        message.putInt(message.capacity())
                .putShort((short) (SUBSYSTEM | CONFIGURE))
                .putShort((short) REQUEST_ACK);
        message.putInt(1).putInt(0);
        message.put((byte) 0)
                .put((byte) 0)
                .putShort(Short.reverseBytes((short) group))
                .put(attribute);
        try (Arena arena = Arena.ofConfined()) {
            socket.send(arena.allocateFrom(ValueLayout.JAVA_BYTE, message.array()));
        }
        ByteBuffer answer = socket.receive().asByteBuffer().order(ByteOrder.nativeOrder());
        if (answer.getShort(4) != ERROR || answer.getInt(HEADER_BYTES) != 0) {
            throw new IOException(
                    "the kernel shows no packets of group " + group + ": error " + -answer.getInt(HEADER_BYTES));
        }
    }

    private static byte[] attribute(int type, byte[] value) {
        ByteBuffer bytes = ByteBuffer.allocate((4 + value.length + 3) & ~3).order(ByteOrder.nativeOrder());
        return bytes.putShort((short) (4 + value.length))
                .putShort((short) type)
                .put(value)
                .array();
    }

    private void listen(Listener listener) {
        try {
            while (!ended) {
                Optional<MemorySegment> datagram = socket.next();
                if (datagram.isPresent()) {
                    messages(datagram.get().asByteBuffer().order(ByteOrder.nativeOrder()), listener);
                }
            }
        } catch (IOException gone) {
            if (!ended) {
                throw new UncheckedIOException(gone);
            }
        } finally {
            gone = true;
            socket.close();
        }
    }

    private void messages(ByteBuffer bytes, Listener listener) {
        int start = 0;
        while (start + HEADER_BYTES + 4 <= bytes.limit()) {
            int end = start + bytes.getInt(start);
            if (end < start + HEADER_BYTES + 4 || end > bytes.limit()) {
                return;
            }
            if (bytes.getShort(start + 4) == SUBSYSTEM) {
                packet(bytes, start + HEADER_BYTES + 4, end, listener);
            }
            start = (end + 3) & ~3;
        }
    }

    private void packet(ByteBuffer bytes, int from, int end, Listener listener) {
        String prefix = "";
        byte[] payload = new byte[0];
        int at = from;
        while (at + 4 <= end) {
            int length = Short.toUnsignedInt(bytes.getShort(at));
            if (length < 4 || at + length > end) {
                return;
            }
            byte[] value = new byte[length - 4];
            bytes.get(at + 4, value);
            switch (bytes.getShort(at + 2) & TYPE_MASK) {
                case PAYLOAD -> payload = value;
                case PREFIX -> prefix = new String(value, StandardCharsets.US_ASCII).replace("\0", "");
                default -> {
                    // Interfaces, marks, and what later kernels add.
                }
            }
            at += (length + 3) & ~3;
        }
        if (payload.length > 0) {
            listener.shown(prefix, new Frame(clock.instant(), Frame.RAW, payload));
        }
    }

    /** Whether nobody listens any more, for whatever reason. */
    public boolean gone() {
        return gone;
    }

    /** Ends within some seconds. */
    @Override
    public void close() {
        ended = true;
    }
}
