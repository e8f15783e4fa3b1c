package dev.muster.format.network.packet;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A TCP segment with what it takes to write it anew (RFC 9293 §3.1).
 *
 * @param sequence of the first byte
 * @param acknowledged the next byte that the sender awaits
 * @param options as they stand in the header
 * @param payload what it carries
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, and never kept by who reads it
public record Segment(
        Address source,
        Address target,
        int sourcePort,
        int targetPort,
        long sequence,
        long acknowledged,
        int flags,
        int window,
        byte[] options,
        byte[] payload) {
    public static final int FIN = 1;
    public static final int SYN = 2;
    public static final int RST = 4;
    public static final int PUSH = 8;
    public static final int ACK = 16;

    private static final int TCP = 6;
    private static final int TCP_BYTES = 20;
    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final int HOPS = 64;
    private static final int EXTENSIONS_MOST = 8;
    private static final long LAST = 0xffffffffL;

    /** Reads an IP packet; empty when it is no whole TCP segment: a fragment, cut, or another protocol. */
    public static Optional<Segment> of(byte[] packet) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(packet);
            return switch ((bytes.get(0) >> 4) & 0xf) {
                case 4 -> four(bytes);
                case 6 -> six(bytes);
                default -> Optional.empty();
            };
        } catch (IndexOutOfBoundsException | IllegalArgumentException cut) {
            return Optional.empty();
        }
    }

    private static Optional<Segment> four(ByteBuffer bytes) {
        boolean fragment = (bytes.getShort(6) & 0x3fff) != 0;
        int header = (bytes.get(0) & 0xf) * 4;
        int end = Short.toUnsignedInt(bytes.getShort(2));
        if (fragment || header < IPV4_BYTES || bytes.get(9) != TCP || end > bytes.limit()) {
            return Optional.empty();
        }
        return tcp(bytes, header, end, address(bytes, 12, 4), address(bytes, 16, 4));
    }

    private static Optional<Segment> six(ByteBuffer bytes) {
        int end = IPV6_BYTES + Short.toUnsignedInt(bytes.getShort(4));
        int next = Byte.toUnsignedInt(bytes.get(6));
        int at = IPV6_BYTES;
        // Hop-by-hop, routing and destination options; a fragment is none of them.
        for (int i = 0; i < EXTENSIONS_MOST && (next == 0 || next == 43 || next == 60); i++) {
            next = Byte.toUnsignedInt(bytes.get(at));
            at += (Byte.toUnsignedInt(bytes.get(at + 1)) + 1) * 8;
        }
        if (next != TCP || end > bytes.limit()) {
            return Optional.empty();
        }
        return tcp(bytes, at, end, address(bytes, 8, 16), address(bytes, 24, 16));
    }

    private static Optional<Segment> tcp(ByteBuffer bytes, int at, int end, Address source, Address target) {
        int header = ((bytes.get(at + 12) >> 4) & 0xf) * 4;
        if (header < TCP_BYTES || at + header > end) {
            return Optional.empty();
        }
        byte[] options = new byte[header - TCP_BYTES];
        bytes.get(at + TCP_BYTES, options);
        byte[] payload = new byte[end - at - header];
        bytes.get(at + header, payload);
        return Optional.of(new Segment(
                source,
                target,
                Short.toUnsignedInt(bytes.getShort(at)),
                Short.toUnsignedInt(bytes.getShort(at + 2)),
                Integer.toUnsignedLong(bytes.getInt(at + 4)),
                Integer.toUnsignedLong(bytes.getInt(at + 8)),
                Byte.toUnsignedInt(bytes.get(at + 13)),
                Short.toUnsignedInt(bytes.getShort(at + 14)),
                options,
                payload));
    }

    private static Address address(ByteBuffer bytes, int at, int length) {
        byte[] address = new byte[length];
        bytes.get(at, address);
        return new Address(length == 4 ? 4 : 6, new BigInteger(1, address));
    }

    /** Whether it opens a connection. */
    public boolean opens() {
        return (flags & (SYN | ACK)) == SYN;
    }

    /** How far a number lies behind another, where both go round at 2³²; beyond half of that it lies before it. */
    public static long after(long number, long other) {
        long distance = (number - other) & LAST;
        return distance > (LAST >> 1) ? distance - LAST - 1 : distance;
    }

    /** The same segment with other bytes at another place. */
    public Segment with(long at, byte[] bytes) {
        return new Segment(
                source, target, sourcePort, targetPort, at & LAST, acknowledged, ACK | PUSH, window, options, bytes);
    }

    /** The IP packet, with a header of its own: nothing of the one that it was read from but addresses, ports and options. */
    public byte[] packet() {
        int length = TCP_BYTES + options.length + payload.length;
        boolean four = source.family() == 4;
        ByteBuffer out = ByteBuffer.allocate((four ? IPV4_BYTES : IPV6_BYTES) + length);
        byte[] from = bytes(source);
        byte[] to = bytes(target);
        if (four) {
            out.putShort((short) 0x4500).putShort((short) (IPV4_BYTES + length));
            out.putShort((short) 0).putShort((short) 0x4000);
            out.put((byte) HOPS).put((byte) TCP).putShort((short) 0).put(from).put(to);
            out.putShort(10, sum(0, out.array(), 0, IPV4_BYTES));
        } else {
            out.putInt(0x60000000).putShort((short) length).put((byte) TCP).put((byte) HOPS);
            out.put(from).put(to);
        }
        int at = out.position();
        out.putShort((short) sourcePort).putShort((short) targetPort);
        out.putInt((int) sequence).putInt((int) acknowledged);
        out.put((byte) (((TCP_BYTES + options.length) / 4) << 4)).put((byte) flags);
        out.putShort((short) window).putInt(0).put(options).put(payload);
        ByteBuffer pseudo = ByteBuffer.allocate(from.length * 2 + 4);
        pseudo.put(from).put(to).putShort((short) TCP).putShort((short) length);
        int first = ~sum(0, pseudo.array(), 0, pseudo.capacity()) & 0xffff;
        out.putShort(at + 16, sum(first, out.array(), at, length));
        return out.array();
    }

    /** The Internet checksum (RFC 1071). */
    private static short sum(int from, byte[] bytes, int at, int length) {
        long sum = from;
        for (int i = 0; i < length; i++) {
            int octet = Byte.toUnsignedInt(bytes[at + i]);
            sum += i % 2 == 0 ? octet << 8 : octet;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >> 16);
        }
        return (short) ~sum;
    }

    private static byte[] bytes(Address address) {
        byte[] all = new byte[address.family() == 4 ? 4 : 16];
        byte[] value = address.value().toByteArray();
        int copied = Math.min(all.length, value.length);
        System.arraycopy(value, value.length - copied, all, all.length - copied, copied);
        return all;
    }
}
