package dev.muster.format.network.netlink;

import dev.muster.format.network.packet.Address;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * Which headers a packet has, as the comparisons of a rule say one after another: nft does not print those that what follows
 * implies.
 */
final class Headers {
    private final List<String> words;
    private int family;
    private int protocol = -1;
    private boolean ethernet;
    private boolean familyUntold;
    private boolean protocolUntold;

    /** @param words where what is not implied is printed */
    Headers(List<String> words) {
        this.words = words;
    }

    boolean family(int number) {
        tell();
        boolean fresh = family == 0;
        family = number == Codes.NFPROTO_IPV4 ? 4 : number == Codes.NFPROTO_IPV6 ? 6 : 0;
        familyUntold = true;
        return fresh && family != 0;
    }

    void protocol(int low, int high) {
        protocol = low == high ? low : -1;
        protocolUntold = protocol >= 0;
        if (protocol < 0) {
            tell();
            words.add("meta l4proto " + low + "-" + high);
        }
    }

    boolean link(byte[] type) {
        ethernet = true;
        return Arrays.equals(type, Expressions.host16(Codes.ETHERNET));
    }

    /** Whether the kind of link was compared, and nothing of its header. */
    boolean unfinished() {
        return ethernet;
    }

    /** The name of a part of the packet, once it is clear which header stands there; empty when there is none. */
    String name(Loaded loaded) {
        String name = switch (loaded.base()) {
            case Codes.NETWORK -> network(loaded);
            case Codes.TRANSPORT -> transport(loaded);
            default -> link(loaded);
        };
        tell();
        return name;
    }

    /** The name of a part of the packet within a key; ports are of whatever transport there is. */
    String keyName(Loaded loaded) {
        if (loaded.base() == Codes.TRANSPORT) {
            boolean port = loaded.bytes() == 2 && (loaded.offset() == 0 || loaded.offset() == 2);
            return !port ? "" : loaded.offset() == 0 ? "th sport" : "th dport";
        }
        int whole = loaded.base() == Codes.LINK ? Codes.ETHER_BYTES : family == 4 ? 4 : 16;
        String name = loaded.bytes() == whole ? name(loaded) : "";
        return name.endsWith("addr") ? name : "";
    }

    /** Whether it is the first two numbers of a transport's header. */
    boolean both(Loaded loaded) {
        boolean icmp = protocol == 1 || protocol == 58;
        return loaded.base() == Codes.TRANSPORT && loaded.offset() == 0 && loaded.bytes() == (icmp ? 2 : 4);
    }

    private String link(Loaded loaded) {
        boolean source = ethernet
                && loaded.base() == Codes.LINK
                && loaded.offset() == Codes.ETHER_BYTES
                && loaded.bytes() == Codes.ETHER_BYTES;
        ethernet = false;
        return source ? "ether saddr" : "";
    }

    private String network(Loaded loaded) {
        familyUntold = false;
        int whole = family == 4 ? 4 : 16;
        boolean hops = family == 6 && loaded.offset() == 7 && loaded.bytes() == 1;
        boolean source = loaded.offset() == (family == 4 ? 12 : 8);
        boolean target = loaded.offset() == (family == 4 ? 16 : 24);
        if (family == 0 || loaded.bytes() > whole || !(hops || source || target)) {
            return "";
        }
        return (family == 4 ? "ip " : "ip6 ") + (hops ? "hoplimit" : source ? "saddr" : "daddr");
    }

    private String transport(Loaded loaded) {
        boolean icmp = (protocol == 1 && family == 4) || (protocol == 58 && family == 6);
        int size = icmp ? 1 : 2;
        boolean first = loaded.offset() == 0;
        if (loaded.bytes() != size || !(first || loaded.offset() == size)) {
            return "";
        }
        String header = icmp ? protocol == 1 ? "icmp" : "icmpv6" : protocol == 6 ? "tcp" : protocol == 17 ? "udp" : "";
        protocolUntold = false;
        if (icmp) {
            familyUntold = false;
        }
        return header.isEmpty() ? "" : header + (icmp ? first ? " type" : " code" : first ? " sport" : " dport");
    }

    /**
     * What a part of the packet is compared with.
     *
     * @throws IllegalArgumentException when no words say that
     */
    String value(Loaded loaded, byte[] from, byte[] to, boolean not, byte[] mask, byte[] xor) {
        if (loaded.base() != Codes.NETWORK || (loaded.bytes() == 1 && loaded.offset() == 7)) {
            if (not || mask.length > 0) {
                throw new IllegalArgumentException("a comparison");
            }
            BigInteger low = new BigInteger(1, from);
            return Arrays.equals(from, to) ? low.toString() : low + "-" + new BigInteger(1, to);
        }
        int whole = family == 4 ? 4 : 16;
        int length = mask.length > 0 ? prefix(mask, xor) : loaded.bytes() * 8;
        Address first = address(from, whole);
        if (!Arrays.equals(from, to)) {
            if (loaded.bytes() != whole || not) {
                throw new IllegalArgumentException("a comparison");
            }
            return first + "-" + address(to, whole);
        }
        return length == whole * 8 ? first.toString() : first + "/" + length;
    }

    private Address address(byte[] bytes, int whole) {
        return new Address(family, new BigInteger(1, Arrays.copyOf(bytes, whole)));
    }

    /** How many bits a mask keeps from the first on. */
    private static int prefix(byte[] mask, byte[] xor) {
        BigInteger bits = new BigInteger(1, mask);
        int host = bits.signum() == 0 ? mask.length * 8 : bits.getLowestSetBit();
        boolean contiguous = bits.signum() == 0 || bits.bitCount() == mask.length * 8 - host;
        if (!contiguous || new BigInteger(1, xor).signum() != 0) {
            throw new IllegalArgumentException("a mask that is no prefix");
        }
        return mask.length * 8 - host;
    }

    /** Prints what was compared and nothing after it implies. */
    void tell() {
        if (familyUntold) {
            words.add("meta nfproto ipv" + family);
            familyUntold = false;
        }
        if (protocolUntold) {
            words.add("meta l4proto " + protocol);
            protocolUntold = false;
        }
    }
}
