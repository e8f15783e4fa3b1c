package dev.muster.format.network.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Messages to the packet filter that take effect together or not at all ({@code nfnetlink}: {@code BATCH_BEGIN} … {@code BATCH_END}). */
public final class Messages {
    /** {@code NFPROTO_INET}. */
    static final int INET = 1;

    public static final int CREATE = 0x400;
    public static final int APPEND = 0x800;
    static final int SUBSYSTEM = 10 << 8;
    static final int HEADER_BYTES = 16;
    private static final int BEGIN = 0x10;
    private static final int END = 0x11;
    private static final int REQUEST = 1;
    private static final int ACK = 4;
    private static final int DUMP = 0x300;
    private static final int NESTED = 0x8000;

    private ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());
    private int message = -1;
    private int sequence;
    private int last = -1;

    public Messages() {
        frame(BEGIN);
    }

    /** The two messages that hold a batch together: nftables is the subsystem that they are for. */
    private void frame(int type) {
        start(type, REQUEST, 0);
        bytes.putShort(message + HEADER_BYTES + 2, Short.reverseBytes((short) 10));
        end();
    }

    /**
     * Begins a message of nftables.
     *
     * @param type such as {@code NFT_MSG_NEWRULE}
     */
    public Messages message(int type, int flags) {
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

    public Messages text(int type, String value) {
        byte[] ascii = value.getBytes(StandardCharsets.UTF_8);
        return data(type, Arrays.copyOf(ascii, ascii.length + 1));
    }

    public Messages number(int type, int value) {
        return data(type, ByteBuffer.allocate(4).putInt(value).array());
    }

    public Messages wide(int type, long value) {
        return data(type, ByteBuffer.allocate(8).putLong(value).array());
    }

    public Messages data(int type, byte[] value) {
        room(4 + value.length + 3);
        bytes.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        while (bytes.position() % 4 != 0) {
            bytes.put((byte) 0);
        }
        return this;
    }

    /** Begins an attribute that holds attributes; its place is what {@link #close} wants. */
    public int open(int type) {
        room(4);
        int place = bytes.position();
        bytes.putShort((short) 0).putShort((short) (type | NESTED));
        return place;
    }

    /** @throws IllegalArgumentException when more is in it than an attribute's length can say */
    public Messages close(int place) {
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

    /** Whether nothing but the frame is in it. */
    public boolean isEmpty() {
        return last < 0;
    }

    /** Ends the batch, whose last message asks for an answer. */
    public Batch finish() {
        end();
        bytes.putShort(last + 6, (short) (bytes.getShort(last + 6) | ACK));
        int awaited = bytes.getInt(last + 8);
        frame(END);
        return new Batch(bytes.array(), bytes.position(), awaited);
    }

    /**
     * What is sent.
     *
     * @param length how many of the bytes are it
     * @param awaited the sequence number of the message that is answered when all was done
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Batch(byte[] bytes, int length, int awaited) {}

    /**
     * A question whose answer is a list ({@code NLM_F_DUMP}).
     *
     * @param attributes type and text, in turns
     */
    static byte[] dump(int type, Object... attributes) {
        return question(type, DUMP, attributes);
    }

    static byte[] question(int type, int flags, Object... attributes) {
        Messages one = new Messages();
        int from = one.bytes.position();
        one.message(type, flags);
        for (int i = 0; i < attributes.length; i += 2) {
            one.text((int) attributes[i], (String) attributes[i + 1]);
        }
        one.end();
        return Arrays.copyOfRange(one.bytes.array(), from, one.bytes.position());
    }
}
