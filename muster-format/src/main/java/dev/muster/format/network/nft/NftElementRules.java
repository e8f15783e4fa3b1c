package dev.muster.format.network.nft;

import dev.muster.format.network.nft.NftGateway.Member;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules around the permissions, and the sets that say who each device is and which flows are its own. */
final class NftElementRules {
    private static final int BITS = 16;
    private static final String COUNTER = "\n    counter";
    static final String LIMIT = "\n    limit rate 10/second burst 20 packets";

    /** The sets that are always there, with what stands before their elements. */
    static final Map<String, String> SETS = sets();

    private static final String NEIGHBOURS = "    icmpv6 type 133-136 ip6 hoplimit 255 return\n";

    private NftElementRules() {}

    private static Map<String, String> sets() {
        Map<String, String> sets = new LinkedHashMap<>();
        String mac = "type ether_addr";
        sets.put("interfaces", mac);
        sets.put("live", mac + " . mark");
        sets.put("marks", mac + " : mark");
        sets.put("shown", mac + LIMIT);
        sets.put("refused", mac + COUNTER);
        for (int family : new int[] {4, 6}) {
            String address = "type ipv" + family + "_addr";
            sets.put("guarded" + family, address);
            sets.put("own" + family, address + " . ether_addr");
            sets.put("live" + family, address + " . mark");
            sets.put("shown" + family, address + LIMIT);
            sets.put("refused" + family, address + COUNTER);
            for (int bit = 0; bit < BITS; bit++) {
                sets.put("bit" + family + "-" + bit, address);
            }
        }
        return sets;
    }

    static List<String> addresses(Member member, int family) {
        return member.device().addresses(family).stream()
                .map(NftGateway::network)
                .toList();
    }

    /** Who a device is, and which marks its flows have. */
    static Map<String, Set<String>> identity(String id, Member member) {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        int mark = NftGateway.mark(member.reachable());
        String mac = member.device().mac();
        List<String> halves = List.of(NftGateway.hex(mark), NftGateway.hex(mark << BITS));
        put(all, "interfaces", mac + " comment \"" + id + "\"");
        halves.forEach(half -> put(all, "live", mac + " . " + half));
        put(all, "marks", mac + " : " + halves.getFirst());
        put(all, "shown", mac);
        put(all, "refused", mac);
        for (int family : new int[] {4, 6}) {
            for (String address : addresses(member, family)) {
                put(all, "guarded" + family, address);
                put(all, "own" + family, address + " . " + mac);
                halves.forEach(half -> put(all, "live" + family, address + " . " + half));
                put(all, "shown" + family, address);
                put(all, "refused" + family, address);
                for (int bit = 0; bit < BITS; bit++) {
                    if ((mark >> bit & 1) != 0) {
                        put(all, "bit" + family + "-" + bit, address);
                    }
                }
            }
        }
        return all;
    }

    private static void put(Map<String, Set<String>> all, String set, String element) {
        all.computeIfAbsent(set, s -> new LinkedHashSet<>()).add(element);
    }

    static void write(List<NftShape> permits, StringBuilder text) {
        passed(text);
        text.append("  chain flows-from {\n");
        for (String way : List.of("original", "reply")) {
            String half = way.equals("original") ? NftGateway.TO_MASK : NftGateway.FROM_MASK;
            text.append("    ct direction ").append(way).append(" ether saddr . ct mark & ");
            text.append(half).append(" @live return\n");
        }
        permits(permits, true, text);
        shut("ether saddr", "", "from", text);
        text.append("    drop\n  }\n  chain from {\n").append(NEIGHBOURS);
        for (String own : List.of(
                "ip saddr . ether saddr @own4",
                "ip6 saddr . ether saddr @own6",
                "ip saddr 0.0.0.0",
                "ip6 saddr ::",
                "ip6 saddr fe80::/10")) {
            text.append("    ").append(own).append(" goto flows-from\n");
        }
        text.append("    drop\n  }\n  chain to {\n").append(NEIGHBOURS);
        for (int family : new int[] {4, 6}) {
            String ip = family == 4 ? "ip" : "ip6";
            for (String way : List.of("original", "reply")) {
                String half = way.equals("original") ? NftGateway.FROM_MASK : NftGateway.TO_MASK;
                text.append("    ct direction ").append(way).append(' ').append(ip);
                text.append(" daddr . ct mark & ")
                        .append(half)
                        .append(" @live")
                        .append(family)
                        .append(" return\n");
            }
        }
        permits(permits, false, text);
        shut("ip daddr", "4", "to", text);
        shut("ip6 daddr", "6", "to", text);
        text.append("    drop\n  }\n");
        hooks(text);
    }

    /** The marks of flows that a policy lets begin. */
    private static void passed(StringBuilder text) {
        text.append("  chain pass-from {\n    ct mark set ether saddr map @marks\n  }\n  chain pass-to {\n");
        text.append("    ct mark set ct mark & ").append(NftGateway.TO_MASK).append(" | 0x00000000\n");
        for (int family : new int[] {4, 6}) {
            for (int bit = 0; bit < BITS; bit++) {
                text.append(family == 4 ? "    ip" : "    ip6")
                        .append(" daddr @bit")
                        .append(family)
                        .append('-');
                text.append(bit).append(" ct mark set ct mark & 0xffffffff | ");
                text.append(NftGateway.hex(1 << (bit + BITS))).append('\n');
            }
        }
        text.append("  }\n");
    }

    private static void permits(List<NftShape> permits, boolean from, StringBuilder text) {
        for (NftShape shape : permits) {
            if (shape.from() == from) {
                text.append("    ").append(shape.lookup()).append(from ? " goto pass-from\n" : " goto pass-to\n");
            }
        }
    }

    private static void shut(String subject, String family, String way, StringBuilder text) {
        text.append("    ").append(subject).append(" @shown").append(family).append(" log prefix \"behind ");
        text.append(way).append("\" group ").append(NftCounters.GROUP).append(" snaplen 128\n");
        text.append("    ").append(subject).append(" @refused").append(family).append(" drop\n");
    }

    private static void hooks(StringBuilder text) {
        for (String hook : List.of("forward", "input", "output")) {
            text.append("  chain ")
                    .append(hook)
                    .append(" {\n    type filter hook ")
                    .append(hook);
            text.append(" priority filter; policy accept;\n");
            if (!hook.equals("output")) {
                text.append("    ip saddr @guarded4 ether saddr != @interfaces drop\n");
                text.append("    ip6 saddr @guarded6 ether saddr != @interfaces drop\n");
                text.append("    ether saddr @interfaces jump from\n");
            }
            if (!hook.equals("input")) {
                text.append("    ip daddr @guarded4 jump to\n    ip6 daddr @guarded6 jump to\n");
            }
            text.append("  }\n");
        }
    }
}
