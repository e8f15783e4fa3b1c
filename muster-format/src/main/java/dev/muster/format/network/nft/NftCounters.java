package dev.muster.format.network.nft;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the rules of our tables counted, from what {@code nft -n list table} prints: how many flows began by each rule, and how many
 * packets were refused. A rule's counter counts flows, since later packets of a flow pass by its mark.
 */
public final class NftCounters {
    /** The netlink group to which refused packets are shown. */
    public static final int GROUP = 7355;

    private static final Pattern CHAIN = Pattern.compile("chain ([a-z0-9-]+) \\{");
    private static final Pattern RULE =
            Pattern.compile("(.+) counter packets ([0-9]{1,18}) bytes [0-9]+ ct mark set .*");
    private static final Pattern DROP = Pattern.compile("counter packets ([0-9]{1,18}) bytes [0-9]+ drop");
    private static final Pattern COUNTED = Pattern.compile("counter packets [0-9]+ bytes [0-9]+ ");

    private NftCounters() {}

    /**
     * What one chain counted.
     *
     * @param used flows by rule
     * @param refused packets
     */
    public record Chain(Map<String, Long> used, long refused) {
        public Chain {
            used = Map.copyOf(used);
        }
    }

    /** The chains that counted anything by name, such as {@code output} or {@code from-lamp-1}; what is not ours is passed over. */
    public static Map<String, Chain> read(String listing) {
        if (NftElements.is(listing)) {
            return NftElementCounters.read(listing);
        }
        Map<String, Chain> all = new TreeMap<>();
        String chain = "";
        Map<String, Long> used = new TreeMap<>();
        for (String raw : listing.lines().toList()) {
            String line = NftReader.plain(raw);
            Matcher open = CHAIN.matcher(line);
            Matcher rule = RULE.matcher(line);
            Matcher drop = DROP.matcher(line);
            if (open.matches()) {
                chain = open.group(1);
                used = new TreeMap<>();
            } else if (rule.matches()) {
                used.merge(rule.group(1), Long.parseLong(rule.group(2)), Long::sum);
            } else if (drop.matches()) {
                all.put(chain, new Chain(used, Long.parseLong(drop.group(1))));
            }
        }
        return all;
    }

    /** A line without what its counter says. */
    static String without(String line) {
        return !line.contains("counter packets ") ? line : COUNTED.matcher(line).replaceAll("counter ");
    }

    /**
     * The rule that shows refused packets to whoever listens: some each second, their headers only.
     *
     * @param prefix what they are shown with: the way and the device
     */
    static String shown(String prefix) {
        return "limit rate 10/second burst 20 packets log prefix \"" + prefix + "\" group " + GROUP + " snaplen 128";
    }

    /** Whether a line only shows packets. */
    static boolean shows(String line, List<String> prefixes) {
        return prefixes.stream().anyMatch(prefix -> line.equals(shown(prefix)));
    }

    /** The two ways of one device, as its packets are shown. */
    static List<String> prefixes(String device) {
        List<String> both = new ArrayList<>();
        for (String way : List.of("from", "to")) {
            both.add(device.isEmpty() ? way : way + " " + device);
        }
        return both;
    }
}
