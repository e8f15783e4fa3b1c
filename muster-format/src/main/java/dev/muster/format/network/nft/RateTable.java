package dev.muster.format.network.nft;

import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.Peers;
import dev.muster.format.network.packet.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Writes the table that drops what begins faster than it may, beside the table that says what may begin at all. A flow of UDP that
 * nobody answers begins with each packet. What one table drops no other lets pass, so this one can only take away.
 */
public final class RateTable {
    /** Of a device itself. */
    public static final String SELF = "inet muster-rates";

    /** Of a gateway. */
    public static final String GATEWAY = "inet muster-gateway-rates";

    private RateTable() {}

    /** Takes a table away. */
    public static String none(String table) {
        return "table " + table + "\ndelete table " + table + "\n";
    }

    /**
     * The whole table; it removes what an earlier one left, in the same transaction.
     *
     * @param table {@link #SELF} or {@link #GATEWAY}
     * @param devices of a gateway by name; rules of others are left out
     * @throws IllegalArgumentException when a rule is for a name, whose addresses another table has
     */
    public static String text(String table, RateRules rates, Map<String, Guarded> devices) {
        StringBuilder text = new StringBuilder(none(table));
        if (rates.isEmpty()) {
            return text.toString();
        }
        boolean gateway = table.equals(GATEWAY);
        StringBuilder from = new StringBuilder();
        StringBuilder to = new StringBuilder();
        text.append("table ").append(table).append(" {\n");
        int number = 0;
        for (RateRules.Rule rule : rates.rules()) {
            List<String> subjects = gateway ? subjects(devices.get(rule.device()), rule.box()) : List.of("");
            if (NftText.possible(rule.box())
                    && !subjects.isEmpty()
                    && rule.device().isEmpty() != gateway) {
                number++;
                text.append("  chain rate-")
                        .append(number)
                        .append(" {\n    limit rate over ")
                        .append(rule.perSecond());
                text.append("/second burst ").append(rule.burst()).append(" packets counter drop\n  }\n");
                String match = match(rule.box()) + " ct direction original ct state new jump rate-" + number + "\n";
                StringBuilder way = rule.box().way() == Way.FROM_DEVICE ? from : to;
                subjects.forEach(subject -> way.append("    ").append(subject).append(match));
            }
        }
        for (String hook : gateway ? List.of("forward", "input", "output") : List.of("input", "output")) {
            text.append("  chain ")
                    .append(hook)
                    .append(" {\n    type filter hook ")
                    .append(hook);
            text.append(" priority 5; policy accept;\n");
            boolean out = hook.equals("output");
            text.append(hook.equals("forward") || out != gateway ? from : "");
            text.append(hook.equals("forward") || out == gateway ? to : "").append("  }\n");
        }
        return text.append("}\n").toString();
    }

    private static List<String> subjects(@org.jspecify.annotations.Nullable Guarded device, Box box) {
        List<String> all = new ArrayList<>();
        if (device != null && box.way() == Way.FROM_DEVICE) {
            all.add("ether saddr " + device.mac() + " ");
        } else if (device != null) {
            int family = box.peers().family();
            device.addresses(family)
                    .forEach(own -> all.add((family == 4 ? "ip" : "ip6") + " daddr " + NftGateway.network(own) + " "));
        }
        return all;
    }

    private static String match(Box box) {
        if (!box.peers().name().isEmpty()) {
            throw new IllegalArgumentException("a rate is of addresses, and not of a name");
        }
        return NftText.match(new Box(
                box.way(), new Peers(box.peers().family(), ""), box.protocol(), box.peer(), box.own(), box.other()));
    }

    /** What stands in a table, a line each, whatever prints it. */
    public static List<String> form(String text) {
        List<String> lines = new ArrayList<>();
        for (String raw : text.lines().toList()) {
            String line = NftReader.plain(raw)
                    .replace("ct state 0x8 ", "ct state new ")
                    .replace("priority filter + 5;", "priority 5;")
                    .replace(" burst 5 packets", "")
                    .replaceAll("counter packets [0-9]+ bytes [0-9]+ ", "counter ");
            boolean frame = line.startsWith("table ") || line.startsWith("delete table ");
            if (!line.isEmpty() && (!frame || line.endsWith("{"))) {
                lines.add(line);
            }
        }
        return lines;
    }
}
