package dev.muster.format.network.capture;

import dev.muster.format.network.packet.Address;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An IP packet of a capture.
 *
 * @param sourceMac with colons; empty where the link has none
 * @param sourcePort or type of ICMP; 0 without ports
 * @param targetPort or code of ICMP; 0 without ports
 * @param flags of TCP; 0 for others
 * @param payload what is above TCP or UDP, as far as it was kept
 */
public record Seen(
        Instant at,
        String sourceMac,
        String targetMac,
        Address source,
        Address target,
        int protocol,
        int sourcePort,
        int targetPort,
        int flags,
        long sequence,
        byte[] payload) {
    public static final int SYN = 2;
    public static final int ACK = 16;

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final int VLAN = 0x8100;
    private static final int VLAN_OUTER = 0x88a8;

    /** Headers of IPv6 between the first and the last; more are an attack. */
    private static final int EXTENSIONS_MOST = 8;

    /** Not copied, as the frame that it is of is not. */
    public Seen {}

    @Override
    public boolean equals(Object other) {
        return other instanceof Seen that
                && at.equals(that.at)
                && source.equals(that.source)
                && target.equals(that.target)
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return at.hashCode();
    }

    /** Whether it opens a TCP connection. */
    public boolean opens() {
        return protocol == TCP && (flags & (SYN | ACK)) == SYN;
    }

    /** Reads a frame; empty when it is no IP packet, a later fragment, or was cut before its ports. */
    public static Optional<Seen> of(Frame frame) {
        try {
            return link(frame);
        } catch (IndexOutOfBoundsException cut) {
            return Optional.empty();
        }
    }

    private static Optional<Seen> link(Frame frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame.bytes());
        return switch (frame.link()) {
            case Frame.ETHERNET -> ethernet(frame, bytes);
            case Frame.RAW -> packet(frame.at(), "", "", bytes, 0);
            case Frame.COOKED -> packet(frame.at(), mac(bytes, 6), "", bytes, 16);
            case Frame.COOKED2 -> packet(frame.at(), mac(bytes, 12), "", bytes, 20);
            default -> Optional.empty();
        };
    }

    private static Optional<Seen> ethernet(Frame frame, ByteBuffer bytes) {
        int at = 12;
        int type = Short.toUnsignedInt(bytes.getShort(at));
        while (type == VLAN || type == VLAN_OUTER) {
            at += 4;
            type = Short.toUnsignedInt(bytes.getShort(at));
        }
        boolean ip = type == 0x0800 || type == 0x86dd;
        return ip ? packet(frame.at(), mac(bytes, 6), mac(bytes, 0), bytes, at + 2) : Optional.empty();
    }

    private static String mac(ByteBuffer bytes, int at) {
        byte[] mac = new byte[6];
        bytes.get(at, mac);
        return HexFormat.ofDelimiter(":").formatHex(mac);
    }

    private static Optional<Seen> packet(Instant at, String from, String to, ByteBuffer bytes, int start) {
        int version = (bytes.get(start) & 0xf0) >> 4;
        if (version == 4) {
            int header = (bytes.get(start) & 0xf) * 4;
            int total = Short.toUnsignedInt(bytes.getShort(start + 2));
            boolean later = (bytes.getShort(start + 6) & 0x1fff) != 0;
            if (header < 20 || later) {
                return Optional.empty();
            }
            int end = total == 0 ? bytes.limit() : Math.min(bytes.limit(), start + total);
            return transport(
                    new Ends(at, from, to, address(bytes, start + 12, 4), address(bytes, start + 16, 4)),
                    Byte.toUnsignedInt(bytes.get(start + 9)),
                    bytes,
                    start + header,
                    end);
        }
        return version == 6 ? six(at, from, to, bytes, start) : Optional.empty();
    }

    private static Optional<Seen> six(Instant at, String from, String to, ByteBuffer bytes, int start) {
        Ends ends = new Ends(at, from, to, address(bytes, start + 8, 16), address(bytes, start + 24, 16));
        int length = Short.toUnsignedInt(bytes.getShort(start + 4));
        int end = length == 0 ? bytes.limit() : Math.min(bytes.limit(), start + 40 + length);
        int next = Byte.toUnsignedInt(bytes.get(start + 6));
        int here = start + 40;
        for (int i = 0; i < EXTENSIONS_MOST; i++) {
            switch (next) {
                case 0, 43, 60 -> {
                    next = Byte.toUnsignedInt(bytes.get(here));
                    here += (Byte.toUnsignedInt(bytes.get(here + 1)) + 1) * 8;
                }
                case 44 -> {
                    if ((bytes.getShort(here + 2) & 0xfff8) != 0) {
                        return Optional.empty();
                    }
                    next = Byte.toUnsignedInt(bytes.get(here));
                    here += 8;
                }
                default -> {
                    return transport(ends, next, bytes, here, end);
                }
            }
        }
        return Optional.empty();
    }

    private record Ends(Instant at, String from, String to, Address source, Address target) {}

    private static Optional<Seen> transport(Ends ends, int protocol, ByteBuffer bytes, int at, int end) {
        int first = 0;
        int second = 0;
        int flags = 0;
        long sequence = 0;
        int body = end;
        if (protocol == TCP || protocol == UDP) {
            first = Short.toUnsignedInt(bytes.getShort(at));
            second = Short.toUnsignedInt(bytes.getShort(at + 2));
            body = at + 8;
        }
        if (protocol == TCP) {
            sequence = Integer.toUnsignedLong(bytes.getInt(at + 4));
            flags = Byte.toUnsignedInt(bytes.get(at + 13));
            body = at + ((bytes.get(at + 12) & 0xf0) >> 4) * 4;
        } else if (protocol == ICMP || protocol == ICMPV6) {
            first = Byte.toUnsignedInt(bytes.get(at));
            second = Byte.toUnsignedInt(bytes.get(at + 1));
        }
        byte[] payload = new byte[Math.max(0, end - Math.min(body, end))];
        bytes.get(Math.min(body, end), payload);
        return Optional.of(new Seen(
                ends.at(),
                ends.from(),
                ends.to(),
                ends.source(),
                ends.target(),
                protocol,
                first,
                second,
                flags,
                sequence,
                payload));
    }

    private static Address address(ByteBuffer bytes, int at, int length) {
        byte[] address = new byte[length];
        bytes.get(at, address);
        return new Address(length == 4 ? 4 : 6, new BigInteger(1, address));
    }
}
