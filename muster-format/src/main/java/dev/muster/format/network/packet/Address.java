package dev.muster.format.network.packet;

import java.math.BigInteger;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * One IP address; no name is ever looked up.
 *
 * @param family 4 or 6
 * @param value the address as a number
 */
public record Address(int family, BigInteger value) {
    private static final int OCTETS = 4;
    private static final int GROUPS = 8;

    /** Reads dotted IPv4, or IPv6 in any of the forms of RFC 4291 §2.2, without zone. */
    public static Optional<Address> parse(String text) {
        return text.indexOf(':') < 0
                ? ipv4(text).map(v -> new Address(4, BigInteger.valueOf(v)))
                : ipv6(text).map(v -> new Address(6, v));
    }

    /** Four octets with dots, none with a zero before others; read by hand, because a fleet's rules have a million of them. */
    private static Optional<Long> ipv4(String text) {
        long value = 0;
        int at = 0;
        for (int i = 0; i < OCTETS; i++) {
            int from = at;
            int octet = 0;
            while (at < text.length() && at - from < 3 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                octet = octet * 10 + text.charAt(at++) - '0';
            }
            boolean number = at > from && octet <= 255 && (text.charAt(from) != '0' || at == from + 1);
            boolean last = i == OCTETS - 1;
            if (!number || (last ? at != text.length() : at >= text.length() || text.charAt(at++) != '.')) {
                return Optional.empty();
            }
            value = (value << 8) | octet;
        }
        return Optional.of(value);
    }

    private static Optional<BigInteger> ipv6(String text) {
        String hex = text;
        int colon = text.lastIndexOf(':');
        if (text.indexOf('.') >= 0) {
            Optional<Long> tail = ipv4(text.substring(colon + 1));
            if (tail.isEmpty()) {
                return Optional.empty();
            }
            hex = text.substring(0, colon + 1) + Long.toHexString(tail.get() >> 16) + ":"
                    + Long.toHexString(tail.get() & 0xffff);
        }
        int gap = hex.indexOf("::");
        if (gap < 0) {
            return groups(hex).filter(g -> g.length == GROUPS).map(Address::number);
        }
        Optional<int[]> head = groups(hex.substring(0, gap));
        Optional<int[]> tail = groups(hex.substring(gap + 2));
        if (head.isEmpty() || tail.isEmpty() || head.get().length + tail.get().length >= GROUPS) {
            return Optional.empty();
        }
        int[] all = new int[GROUPS];
        System.arraycopy(head.get(), 0, all, 0, head.get().length);
        System.arraycopy(tail.get(), 0, all, GROUPS - tail.get().length, tail.get().length);
        return Optional.of(number(all));
    }

    private static Optional<int[]> groups(String text) {
        if (text.isEmpty()) {
            return Optional.of(new int[0]);
        }
        String[] parts = text.split(":", -1);
        int[] groups = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].matches("[0-9a-fA-F]{1,4}") || parts.length > GROUPS) {
                return Optional.empty();
            }
            groups[i] = Integer.parseInt(parts[i], 16);
        }
        return Optional.of(groups);
    }

    private static BigInteger number(int[] groups) {
        BigInteger value = BigInteger.ZERO;
        for (int group : groups) {
            value = value.shiftLeft(16).or(BigInteger.valueOf(group));
        }
        return value;
    }

    /** Dotted, or eight groups with the longest run of zeros left out (RFC 5952). */
    @Override
    public String toString() {
        if (family == 4) {
            long v = value.longValue();
            return (v >> 24) + "." + (v >> 16 & 255) + "." + (v >> 8 & 255) + "." + (v & 255);
        }
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = value.shiftRight(16 * (GROUPS - 1 - i)).intValue() & 0xffff;
        }
        int from = 0;
        int longest = 0;
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && groups[i + run] == 0) {
                run++;
            }
            if (run > longest) {
                longest = run;
                from = i;
            }
        }
        if (longest < 2) {
            return joined(groups, 0, GROUPS);
        }
        return joined(groups, 0, from) + "::" + joined(groups, from + longest, GROUPS);
    }

    private static String joined(int[] groups, int from, int to) {
        StringJoiner text = new StringJoiner(":");
        for (int i = from; i < to; i++) {
            text.add(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
