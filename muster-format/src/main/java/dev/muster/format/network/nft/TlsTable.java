package dev.muster.format.network.nft;

import dev.muster.format.network.packet.Span;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Writes the table {@value #TABLE} that shows how devices begin TLS before it lets that pass. A connection that may need a profile
 * is shown ({@code log group}) from its first packet on; under {@link TlsRules.Mode#ENFORCE} what the device sends in it is dropped
 * until somebody who read it says that it may pass, so nothing passes while nobody reads. A connection that passed has a label of
 * the connection table, as long as the kernel knows it.
 *
 * <p>Which connections need a profile is decided by who reads: the table holds by device and port, which is more.
 */
public final class TlsTable {
    /** The table. */
    public static final String TABLE = "inet muster-tls";

    /** The netlink group to which packets are shown. */
    public static final int GROUP = 7356;

    /** The bit of a connection's labels that says that its beginning was read. */
    public static final int LABEL = 117;

    /** The mark of packets that the reader sends himself. */
    public static final int OWN_MARK = 0x6d757374;

    /** Before what a device sends. */
    public static final String SAID = "tls";

    /** Before what opens a connection. */
    public static final String OPENED = "tls-open";

    /** Before what the other end answers to what was let through. */
    public static final String ANSWERED = "tls-ack";

    /** Sets of connections, for IPv4 and IPv6. */
    public static final String PASSED = "passed";

    public static final String SENT = "sent";
    public static final String CUT = "cut";

    private static final int KEPT_MOST = 65_536;
    private static final String SHOW = "\" group " + GROUP;

    private static final String SYN = "tcp flags syn / fin,syn,rst,ack";

    private TlsTable() {}

    /**
     * The whole table; it removes what an earlier one left, in the same transaction.
     *
     * @param interfaces of a gateway's devices by name; empty for the device itself
     */
    public static String text(TlsRules rules, Map<String, String> interfaces) {
        StringBuilder text = new StringBuilder(none());
        if (rules.isEmpty()) {
            return text.toString();
        }
        boolean gateway = !interfaces.isEmpty();
        text.append("table ").append(TABLE).append(" {\n  set held {\n    type ");
        text.append(gateway ? "ether_addr . inet_service" : "inet_service").append("\n    flags interval\n");
        text.append("    elements = { ").append(String.join(", ", held(rules, interfaces)));
        text.append(" }\n  }\n");
        for (int family : new int[] {4, 6}) {
            for (String set : List.of(PASSED, SENT, CUT)) {
                String address = "ipv" + family + "_addr";
                text.append("  set ")
                        .append(set)
                        .append(family)
                        .append(" {\n    type ")
                        .append(address);
                text.append(" . inet_service . ").append(address).append(" . inet_service\n    size ");
                text.append(KEPT_MOST).append("\n    flags dynamic,timeout\n    timeout 60s\n  }\n");
            }
        }
        hook(gateway, text);
        held(rules.mode() == TlsRules.Mode.ENFORCE, text);
        return text.append("}\n").toString();
    }

    /** Takes the table away. */
    public static String none() {
        return "table " + TABLE + "\ndelete table " + TABLE + "\n";
    }

    private static Set<String> held(TlsRules rules, Map<String, String> interfaces) {
        Map<String, List<Span>> ports = new TreeMap<>();
        for (TlsRules.Rule rule : rules.rules()) {
            String who = interfaces.getOrDefault(rule.device(), "");
            if (who.isEmpty() == interfaces.isEmpty()) {
                ports.computeIfAbsent(who, w -> new ArrayList<>())
                        .add(rule.box().other());
            }
        }
        Set<String> all = new TreeSet<>();
        ports.forEach((who, spans) -> joined(spans)
                .forEach(span -> all.add(who.isEmpty() ? NftText.span(span) : who + " . " + NftText.span(span))));
        return all;
    }

    /** Without overlaps, which a set of ranges does not take. */
    private static Set<Span> joined(List<Span> spans) {
        List<Span> sorted = new ArrayList<>(spans);
        sorted.sort(java.util.Comparator.comparing(Span::low));
        List<Span> all = new ArrayList<>();
        for (Span span : sorted) {
            BigInteger end =
                    all.isEmpty() ? BigInteger.TWO.negate() : all.getLast().high();
            if (span.low().compareTo(end.add(BigInteger.ONE)) <= 0) {
                Span last = all.removeLast();
                all.add(new Span(last.low(), last.high().max(span.high())));
            } else {
                all.add(span);
            }
        }
        return new HashSet<>(all);
    }

    private static void hook(boolean gateway, StringBuilder text) {
        String hook = gateway ? "forward" : "output";
        text.append("  chain ").append(hook).append(" {\n    type filter hook ").append(hook);
        text.append(" priority 10; policy accept;\n");
        text.append("    meta l4proto != 6 accept\n");
        if (!gateway) {
            text.append("    oifname \"lo\" accept\n");
        } else {
            answers(text);
        }
        text.append("    ct direction reply accept\n");
        text.append(gateway ? "    ether saddr . tcp dport @held" : "    tcp dport @held");
        text.append(" jump held\n  }\n");
    }

    private static void answers(StringBuilder text) {
        text.append("    ct label ").append(LABEL).append(" accept\n");
        for (String ip : List.of("ip", "ip6")) {
            text.append("    ").append(ip).append(" daddr . tcp dport . ").append(ip);
            text.append(" saddr . tcp sport @").append(SENT).append(ip.equals("ip") ? 4 : 6);
            text.append(" log prefix \"")
                    .append(ANSWERED)
                    .append(SHOW)
                    .append(" snaplen 128 queue-threshold 1 accept\n");
        }
    }

    private static void held(boolean enforced, StringBuilder text) {
        text.append("  chain held {\n");
        // Whoever opens what is open already means to have something else read than the other end takes.
        text.append("    " + SYN + " ct state != new drop\n");
        for (int family : new int[] {4, 6}) {
            // The same ports again are another connection, of which nothing was read.
            text.append("    " + SYN + " delete ");
            text.append(tuple(PASSED, family, true)).append('\n');
        }
        text.append("    ct label ").append(LABEL).append(" accept\n");
        for (int family : new int[] {4, 6}) {
            text.append("    ").append(tuple(PASSED, family, false)).append(" ct label set ");
            text.append(LABEL).append(" accept\n");
        }
        for (int family : new int[] {4, 6}) {
            text.append("    ").append(tuple(CUT, family, false)).append(" reject with tcp reset\n");
        }
        text.append("    " + SYN + " log prefix \"").append(OPENED).append(SHOW);
        text.append(" snaplen 128 queue-threshold 1\n");
        empty(text);
        text.append("    limit rate 5000/second burst 5000 packets log prefix \"")
                .append(SAID)
                .append(SHOW);
        text.append(" queue-threshold 1\n    ")
                .append(enforced ? "drop" : "accept")
                .append("\n  }\n");
    }

    /** Segments that carry nothing: without them no connection is opened, and none ends. */
    private static void empty(StringBuilder text) {
        for (int words = 5; words <= 15; words++) {
            text.append("    ip hdrlength 5 ip length ").append(20 + words * 4);
            text.append(" tcp doff ").append(words).append(" accept\n");
        }
        for (int words = 5; words <= 15; words++) {
            text.append("    ip6 length ").append(words * 4).append(" ip6 nexthdr 6 tcp doff ");
            text.append(words).append(" accept\n");
        }
    }

    private static String tuple(String set, int family, boolean element) {
        String ip = family == 4 ? "ip" : "ip6";
        String fields = ip + " saddr . tcp sport . " + ip + " daddr . tcp dport";
        return element ? "@" + set + family + " { " + fields + " }" : fields + " @" + set + family;
    }

    /** What printers of several versions write for the same. */
    private static String spelled(String line) {
        return line.replace("meta l4proto != tcp", "meta l4proto != 6")
                .replace("tcp flags 0x2 / 0x1,0x2,0x4,0x10 ", "tcp flags syn / fin,syn,rst,ack ")
                .replace("tcp flags & (fin | syn | rst | ack) == syn ", "tcp flags syn / fin,syn,rst,ack ")
                .replace("ct state != 0x8 ", "ct state != new ")
                .replace("timeout 1m", "timeout 60s")
                .replace("priority filter + 10;", "priority 10;");
    }

    /** What stands in the table besides what comes and goes, a line each, whatever prints it. */
    public static List<String> form(String text) {
        List<String> lines = new ArrayList<>();
        boolean elements = false;
        String set = "";
        for (String raw : text.lines().toList()) {
            String line = spelled(NftReader.plain(raw));
            set = line.startsWith("set ") ? line : line.equals("}") ? "" : set;
            elements |= line.startsWith("elements = {");
            boolean said = !elements && !line.isEmpty() && !line.contains("table ");
            if (said || line.startsWith("table ")) {
                lines.add(line);
            } else if (elements && set.equals("set held {")) {
                for (String one : line.replaceAll("elements = \\{|}", "").split(",", -1)) {
                    if (!one.isBlank()) {
                        lines.add("held " + one.strip());
                    }
                }
            }
            elements &= !line.endsWith("}");
        }
        lines.removeIf(line -> line.startsWith("table ") && !line.endsWith("{"));
        List<String> held =
                lines.stream().filter(l -> l.startsWith("held ")).sorted().toList();
        lines.removeIf(line -> line.startsWith("held "));
        lines.addAll(held);
        return lines;
    }
}
