package dev.muster.format.network.nft;

import dev.muster.format.crypto.Sha256;
import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Span;
import dev.muster.format.network.packet.Way;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Writes the table {@value #TABLE} that lets exactly the packets of a set pass. */
public final class NftText {
    /** The one table that is ours. */
    public static final String TABLE = "inet muster";

    /** Addresses of one name at a time; a name with more is a network of its own. */
    private static final int NAMED_MOST = 4096;

    /** The highest type and code of ICMP. */
    private static final int OCTET = 255;

    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    private NftText() {}

    /**
     * For the device itself: everything else that it sends, gets or forwards is dropped, but for its own loopback and the
     * neighbour discovery without which IPv6 has no first hop.
     *
     * @return complete: it removes what an earlier one left, in the same transaction, and can be loaded twice
     */
    public static String self(PacketSet permitted) {
        StringBuilder text = new StringBuilder();
        text.append("table ")
                .append(TABLE)
                .append("\ndelete table ")
                .append(TABLE)
                .append('\n');
        text.append("table ").append(TABLE).append(" {\n");
        sets(permitted, text);
        List<Rule> rules = rules(permitted);
        String mark = number(rules);
        chain("output", "oifname", Way.FROM_DEVICE, rules, mark, text);
        chain("input", "iifname", Way.TO_DEVICE, rules, mark, text);
        text.append("  chain forward {\n    type filter hook forward priority filter; policy drop;\n  }\n}\n");
        return text.toString();
    }

    private static void chain(
            String hook, String interfaceWord, Way way, List<Rule> rules, String mark, StringBuilder text) {
        text.append("  chain ").append(hook).append(" {\n    type filter hook ").append(hook);
        text.append(" priority filter; policy drop;\n");
        text.append("    ").append(interfaceWord).append(" \"lo\" accept\n");
        text.append("    ct mark ").append(mark).append(" accept\n");
        text.append("    icmpv6 type 133-136 ip6 hoplimit 255 accept\n");
        for (Rule rule : rules) {
            if (rule.way() == way) {
                text.append("    ").append(rule.match());
                text.append(" counter ct mark set ").append(mark).append(" accept\n");
            }
        }
        text.append("    ").append(NftCounters.shown(way == Way.FROM_DEVICE ? "from" : "to"));
        text.append("\n    counter drop\n  }\n");
    }

    private static void sets(PacketSet permitted, StringBuilder text) {
        TreeSet<Peers> named = new TreeSet<>();
        permitted.boxes().stream()
                .map(Box::peers)
                .filter(p -> !p.name().isEmpty())
                .forEach(named::add);
        for (Peers peers : named) {
            text.append("  set ").append(set(peers)).append(" {\n    type ipv").append(peers.family());
            text.append("_addr\n    size ").append(NAMED_MOST).append("\n    flags timeout\n  }\n");
        }
    }

    /** The name of the set that holds a name's addresses. */
    public static String set(Peers peers) {
        return "v" + peers.family() + "-" + peers.name();
    }

    /** Every policy marks its flows with a number of its own: the first bits of the digest of what it permits. */
    static String mark(PacketSet permitted) {
        return number(rules(permitted));
    }

    private record Rule(Way way, String match) {}

    private static List<Rule> rules(PacketSet permitted) {
        List<Rule> rules = new ArrayList<>(permitted.boxes().size());
        for (Box box : permitted.boxes()) {
            if (possible(box)) {
                rules.add(new Rule(box.way(), match(box)));
            }
        }
        return rules;
    }

    private static String number(List<Rule> rules) {
        StringBuilder all = new StringBuilder();
        rules.forEach(rule -> all.append(rule.way()).append(rule.match()).append('\n'));
        int bits = ByteBuffer.wrap(Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)))
                .getInt();
        // Flows that nothing marked have mark 0, so no policy may.
        return String.format("0x%08x", bits == 0 ? 1 : bits);
    }

    /** What a packet must be to lie in the box. */
    static String match(Box box) {
        List<String> words = new ArrayList<>();
        boolean numbers = !box.own().equals(Box.NUMBERS) || !box.other().equals(Box.NUMBERS);
        boolean from = box.way() == Way.FROM_DEVICE;
        int family = box.peers().family();
        if (!box.peers().name().isEmpty()) {
            words.add((family == 4 ? "ip " : "ip6 ") + (from ? "daddr @" : "saddr @") + set(box.peers()));
        } else if (box.peer().equals(box.peers().all())) {
            // Types of ICMP say which family it is; nft would not print it beside them.
            if (!numbers || !icmp(box) || box.protocol().low().intValue() != (family == 4 ? ICMP : ICMPV6)) {
                words.add("meta nfproto ipv" + family);
            }
        } else {
            words.add((family == 4 ? "ip " : "ip6 ") + (from ? "daddr " : "saddr ") + addresses(box.peer(), family));
        }
        if (!numbers) {
            if (!box.protocol().equals(Box.PROTOCOLS)) {
                words.add("meta l4proto " + span(box.protocol()));
            }
            return String.join(" ", words);
        }
        if (!box.protocol().single()) {
            throw new IllegalArgumentException("ports of several protocols at once");
        }
        numbers(box, from, words);
        return String.join(" ", words);
    }

    private static void numbers(Box box, boolean from, List<String> words) {
        int protocol = box.protocol().low().intValue();
        boolean icmp = icmp(box);
        String header =
                icmp ? protocol == ICMP ? "icmp" : "icmpv6" : protocol == 6 ? "tcp" : protocol == 17 ? "udp" : "";
        if (header.isEmpty()) {
            throw new IllegalArgumentException("protocol " + protocol + " has no ports here");
        }
        // In the order in which they stand in the header: nft prints them so, whatever was written.
        boolean ownFirst = icmp || from;
        number(header + (icmp ? " type " : " sport "), ownFirst ? box.own() : box.other(), icmp, words);
        number(header + (icmp ? " code " : " dport "), ownFirst ? box.other() : box.own(), icmp, words);
    }

    private static void number(String field, Span span, boolean icmp, List<String> words) {
        if (!span.equals(Box.NUMBERS)) {
            words.add(field + span(clamped(span, icmp)));
        }
    }

    /** ICMP's numbers end at 255, where those of ports go on: what lies above is of no packet. */
    static boolean possible(Box box) {
        return !icmp(box)
                || (box.own().low().intValue() <= OCTET && box.other().low().intValue() <= OCTET);
    }

    static boolean icmp(Box box) {
        int protocol = box.protocol().low().intValue();
        return box.protocol().single() && (protocol == ICMP || protocol == ICMPV6);
    }

    private static Span clamped(Span span, boolean icmp) {
        return icmp ? new Span(span.low(), span.high().min(BigInteger.valueOf(OCTET))) : span;
    }

    static String span(Span span) {
        return span.single() ? span.low().toString() : span.low() + "-" + span.high();
    }

    static String addresses(Span span, int family) {
        Address low = new Address(family, span.low());
        if (span.single()) {
            return low.toString();
        }
        BigInteger size = span.high().subtract(span.low()).add(BigInteger.ONE);
        boolean network = size.bitCount() == 1 && span.low().mod(size).signum() == 0;
        return network
                ? low + "/" + ((family == 4 ? 32 : 128) - size.getLowestSetBit())
                : low + "-" + new Address(family, span.high());
    }
}
