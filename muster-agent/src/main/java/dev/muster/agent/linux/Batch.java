package dev.muster.agent.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Messages to the packet filter that take effect together or not at all ({@code nfnetlink}: {@code BATCH_BEGIN} … {@code
 * BATCH_END}). The headers' numbers are the machine's, the attributes' are big-endian.
 */
final class Batch {
    /** {@code NFPROTO_INET}. */
    static final int INET = 1;

    private static final int BEGIN = 0x10;
    private static final int END = 0x11;
    private static final int SUBSYSTEM = 10 << 8;
    private static final int REQUEST = 1;
    private static final int ACK = 4;
    static final int CREATE = 0x400;
    static final int APPEND = 0x800;
    private static final int NESTED = 0x8000;
    private static final int ERROR = 2;
    private static final int HEADER_BYTES = 16;

    private ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());
    private int message = -1;
    private int sequence;
    private int last;

    Batch() {
        frame(BEGIN);
    }

    /** The two messages that hold a batch together: nftables is the subsystem that they are for. */
    private void frame(int type) {
        start(type, REQUEST, 0);
        bytes.putShort(message + HEADER_BYTES + 2, Short.reverseBytes((short) 10));
        end();
    }

    /** Begins a message of nftables. */
    Batch message(int type, int flags) {
        start(SUBSYSTEM | type, REQUEST | flags, INET);
        last = message;
        return this;
    }

    private void start(int type, int flags, int family) {
        end();
        room(HEADER_BYTES + 4);
        message = bytes.position();
        bytes.putInt(0)
                .putShort((short) type)
                .putShort((short) flags)
                .putInt(sequence++)
                .putInt(0);
        bytes.put((byte) family).put((byte) 0).putShort((short) 0);
    }

    private void end() {
        if (message >= 0) {
            bytes.putInt(message, bytes.position() - message);
        }
        message = -1;
    }

    Batch text(int type, String value) {
        byte[] ascii = value.getBytes(StandardCharsets.UTF_8);
        byte[] ended = java.util.Arrays.copyOf(ascii, ascii.length + 1);
        return data(type, ended);
    }

    Batch number(int type, int value) {
        return data(type, ByteBuffer.allocate(4).putInt(value).array());
    }

    Batch wide(int type, long value) {
        return data(type, ByteBuffer.allocate(8).putLong(value).array());
    }

    Batch data(int type, byte[] value) {
        room(4 + value.length + 3);
        bytes.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        while (bytes.position() % 4 != 0) {
            bytes.put((byte) 0);
        }
        return this;
    }

    /** Begins an attribute that holds attributes; its place is what {@link #close} wants. */
    int open(int type) {
        room(4);
        int place = bytes.position();
        bytes.putShort((short) 0).putShort((short) (type | NESTED));
        return place;
    }

    /** @throws IllegalArgumentException when more is in it than an attribute's length can say */
    Batch close(int place) {
        int length = bytes.position() - place;
        if (length > 0xffff) {
            throw new IllegalArgumentException("more in one message than its length can say");
        }
        bytes.putShort(place, (short) length);
        return this;
    }

    private void room(int more) {
        if (bytes.remaining() < more) {
            ByteBuffer wider = ByteBuffer.allocate(Math.max(bytes.capacity() * 2, bytes.position() + more))
                    .order(ByteOrder.nativeOrder());
            bytes.flip();
            wider.put(bytes);
            bytes = wider;
        }
    }

    int size() {
        return bytes.position();
    }

    /**
     * Sends all of it.
     *
     * @return 0 when the kernel did it, or the number of its first error ({@code errno})
     * @throws IOException when the kernel cannot be asked
     */
    int send(NetlinkSocket socket) throws IOException {
        end();
        bytes.putShort(last + 6, (short) (bytes.getShort(last + 6) | ACK));
        int awaited = bytes.getInt(last + 8);
        frame(END);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(bytes.position());
            MemorySegment.copy(bytes.array(), 0, all, ValueLayout.JAVA_BYTE, 0, bytes.position());
            socket.send(all);
        }
        while (true) {
            ByteBuffer answer = socket.receive().asByteBuffer().order(ByteOrder.nativeOrder());
            while (answer.remaining() >= HEADER_BYTES + 4) {
                int start = answer.position();
                int length = Math.max(HEADER_BYTES, answer.getInt(start));
                if (answer.getShort(start + 4) == ERROR) {
                    int error = -answer.getInt(start + HEADER_BYTES);
                    if (error != 0 || answer.getInt(start + 8) == awaited) {
                        drain(socket, error);
                        return error;
                    }
                }
                answer.position(Math.min(answer.limit(), start + ((length + 3) & ~3)));
            }
        }
    }

    /** A batch that failed may be told of more than once: nothing of it may be taken for an answer to the next. */
    private static void drain(NetlinkSocket socket, int error) {
        if (error != 0) {
            socket.forget();
        }
    }
}
