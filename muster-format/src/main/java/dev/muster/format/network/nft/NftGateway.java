package dev.muster.format.network.nft;

import dev.muster.format.crypto.Sha256;
import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Way;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes the table {@value #TABLE} of a router or bridge that guards devices: what each may open, what may be opened to each, and
 * nothing else. A device is known by its interface and may send from its own addresses only; nobody else may send from these.
 * Devices that are not named are let alone.
 *
 * <p>A flow between two guarded devices needs both policies. Each policy marks its flows with half of the connection's mark, so
 * a new policy of one device ends the flows of that device that it does not permit, and no others.
 */
public final class NftGateway {
    /** The table of a gateway. */
    public static final String TABLE = "inet muster-gateway";

    /** The names of members are chains' names. */
    public static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    /** Listed and proved in seconds; that of ten times as many takes minutes, and an agent looks every half minute. */
    public static final int MEMBERS_MOST = 500;

    static final String FROM_MASK = "0xffff0000";
    static final String TO_MASK = "0x0000ffff";
    private static final int NAMED_MOST = 4096;

    private NftGateway() {}

    /** A device and what it may do. */
    public record Member(Guarded device, PacketSet permitted) {
        /** The same without what may be opened to addresses of a family of which it has none: nothing can come there. */
        public Member reachable() {
            List<Box> boxes = permitted.boxes().stream()
                    .filter(box -> box.way() == Way.FROM_DEVICE
                            || device.has(box.peers().family()))
                    .toList();
            return boxes.size() == permitted.boxes().size() ? this : new Member(device, PacketSet.of(boxes));
        }
    }

    /**
     * The whole table; it removes what an earlier one left, in the same transaction.
     *
     * @param members by id, which {@link #ID} allows
     * @throws IllegalArgumentException when there are too many, an id is none, or two share an interface or an address
     */
    public static String text(Map<String, Member> members) {
        return text(members, MEMBERS_MOST);
    }

    /** The same for at most so many devices, for who decides by its size what becomes of it. */
    public static String text(Map<String, Member> members, int most) {
        Map<String, Member> all = new TreeMap<>(members);
        checked(all, most);
        StringBuilder text = new StringBuilder();
        text.append("table ")
                .append(TABLE)
                .append("\ndelete table ")
                .append(TABLE)
                .append('\n');
        text.append("table ").append(TABLE).append(" {\n");
        sets(all, text);
        for (int family : new int[] {4, 6}) {
            guarded(family, all, text);
        }
        all.forEach((id, member) -> {
            from(id, member, text);
            to(id, member, text);
        });
        maps(all, text);
        hooks(text);
        return text.append("}\n").toString();
    }

    private static void maps(Map<String, Member> all, StringBuilder text) {
        text.append("  map senders {\n    type ether_addr : verdict\n");
        elements(all, (id, m) -> List.of(m.device().mac()), "from-", text);
        for (int family : new int[] {4, 6}) {
            text.append("  map receivers")
                    .append(family)
                    .append(" {\n    type ipv")
                    .append(family);
            text.append("_addr : verdict\n    flags interval\n");
            elements(
                    all,
                    (id, m) -> m.device().addresses(family).stream()
                            .map(NftGateway::network)
                            .toList(),
                    "to-",
                    text);
        }
    }

    private static void hooks(StringBuilder text) {
        for (String hook : List.of("forward", "input")) {
            text.append("  chain ")
                    .append(hook)
                    .append(" {\n    type filter hook ")
                    .append(hook);
            text.append(" priority filter; policy accept;\n");
            text.append("    ip saddr @guarded4 ether saddr != @interfaces drop\n");
            text.append("    ip6 saddr @guarded6 ether saddr != @interfaces drop\n");
            text.append("    ether saddr vmap @senders\n");
            if (hook.equals("forward")) {
                receivers(text);
            }
            text.append("  }\n");
        }
        text.append("  chain output {\n    type filter hook output priority filter; policy accept;\n");
        receivers(text);
        text.append("  }\n");
    }

    private static void receivers(StringBuilder text) {
        text.append("    ip daddr vmap @receivers4\n    ip6 daddr vmap @receivers6\n");
    }

    static void checked(Map<String, Member> members, int most) {
        if (members.size() > most) {
            throw new IllegalArgumentException("more than " + most + " devices behind one gateway");
        }
        Set<String> taken = new HashSet<>();
        members.forEach((id, member) -> {
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException(id + " is no name of a chain");
            }
            if (!taken.add(member.device().mac())) {
                throw new IllegalArgumentException(
                        "two devices with the interface " + member.device().mac());
            }
            for (Prefix address : member.device().addresses()) {
                if (!taken.add(address.toString())) {
                    throw new IllegalArgumentException("two devices with the address " + address);
                }
            }
        });
    }

    private interface Keys {
        List<String> of(String id, Member member);
    }

    private static void elements(Map<String, Member> all, Keys keys, String chain, StringBuilder text) {
        String elements = all.entrySet().stream()
                .flatMap(e -> keys.of(e.getKey(), e.getValue()).stream().map(k -> k + " : jump " + chain + e.getKey()))
                .collect(Collectors.joining(", "));
        if (!elements.isEmpty()) {
            text.append("    elements = { ").append(elements).append(" }\n");
        }
        text.append("  }\n");
    }

    private static void guarded(int family, Map<String, Member> all, StringBuilder text) {
        if (family == 4) {
            text.append("  set interfaces {\n    type ether_addr\n");
            String macs = all.values().stream().map(m -> m.device().mac()).collect(Collectors.joining(", "));
            text.append(macs.isEmpty() ? "" : "    elements = { " + macs + " }\n")
                    .append("  }\n");
        }
        text.append("  set guarded").append(family).append(" {\n    type ipv").append(family);
        text.append("_addr\n    flags interval\n");
        String addresses = all.values().stream()
                .flatMap(m -> m.device().addresses(family).stream())
                .map(NftGateway::network)
                .collect(Collectors.joining(", "));
        text.append(addresses.isEmpty() ? "" : "    elements = { " + addresses + " }\n")
                .append("  }\n");
    }

    private static void sets(Map<String, Member> all, StringBuilder text) {
        TreeSet<Peers> named = new TreeSet<>();
        all.values()
                .forEach(m -> m.permitted().boxes().stream()
                        .map(Box::peers)
                        .filter(p -> !p.name().isEmpty())
                        .forEach(named::add));
        named.forEach(peers -> named(peers, text));
    }

    /** The set for the addresses of a name. */
    static void named(Peers peers, StringBuilder text) {
        text.append("  set ")
                .append(NftText.set(peers))
                .append(" {\n    type ipv")
                .append(peers.family());
        text.append("_addr\n    size ").append(NAMED_MOST).append("\n    flags timeout\n  }\n");
    }

    private static void from(String id, Member member, StringBuilder text) {
        int mark = mark(member);
        text.append("  chain from-").append(id).append(" {\n");
        text.append("    icmpv6 type 133-136 ip6 hoplimit 255 return\n");
        text.append("    ").append(foreign(member.device(), 4)).append(" drop\n");
        text.append("    ").append(foreign(member.device(), 6)).append(" drop\n");
        text.append("    ").append(low(mark, "original")).append(" return\n");
        text.append("    ").append(high(mark, "reply")).append(" return\n");
        boxes(member, Way.FROM_DEVICE, "ct mark set ct mark & 0xffff0000 | " + hex(mark), text);
        text.append("    ").append(NftCounters.shown("from " + id)).append('\n');
        text.append("    counter drop\n  }\n");
    }

    private static void to(String id, Member member, StringBuilder text) {
        int mark = mark(member);
        text.append("  chain to-").append(id).append(" {\n");
        text.append("    icmpv6 type 133-136 ip6 hoplimit 255 return\n");
        text.append("    ").append(high(mark, "original")).append(" return\n");
        text.append("    ").append(low(mark, "reply")).append(" return\n");
        boxes(member, Way.TO_DEVICE, "ct mark set ct mark & 0x0000ffff | " + hex(mark << 16), text);
        text.append("    ").append(NftCounters.shown("to " + id)).append('\n');
        text.append("    counter drop\n  }\n");
    }

    private static void boxes(Member member, Way way, String set, StringBuilder text) {
        for (Box box : member.permitted().boxes()) {
            if (box.way() == way && NftText.possible(box)) {
                text.append("    ")
                        .append(NftText.match(box))
                        .append(" counter ")
                        .append(set)
                        .append(" return\n");
            }
        }
    }

    static String low(int mark, String direction) {
        return "ct direction " + direction + " ct mark & " + TO_MASK + " == " + hex(mark);
    }

    static String high(int mark, String direction) {
        return "ct direction " + direction + " ct mark & " + FROM_MASK + " == " + hex(mark << 16);
    }

    static String hex(int mark) {
        return String.format("0x%08x", mark);
    }

    /**
     * Neither one of its own addresses nor none at all while it asks for one. A set in the rule would say it shorter; the kernel
     * looks for a name for each of these among all the others.
     */
    private static String foreign(Guarded device, int family) {
        TreeSet<String> networks = new TreeSet<>(
                device.addresses(family).stream().map(NftGateway::network).toList());
        networks.addAll(family == 4 ? List.of("0.0.0.0") : List.of("::", "fe80::/10"));
        return networks.stream()
                .map(network -> (family == 4 ? "ip" : "ip6") + " saddr != " + network)
                .collect(Collectors.joining(" "));
    }

    static String network(Prefix prefix) {
        String text = prefix.toString();
        return prefix.length() == Prefix.bits(prefix.family()) ? text.substring(0, text.indexOf('/')) : text;
    }

    /** Half of a connection's mark: the first bits of the digest of what the device may do, and as whom. */
    static int mark(Member member) {
        StringBuilder all = new StringBuilder(member.device().toString());
        member.permitted().boxes().stream()
                .filter(NftText::possible)
                .forEach(box -> all.append(box.way()).append(NftText.match(box)).append('\n'));
        int bits = Short.toUnsignedInt(ByteBuffer.wrap(Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)))
                .getShort());
        // Flows that nothing marked have mark 0, so no policy may.
        return bits == 0 ? 1 : bits;
    }
}
