package dev.muster.format.network.nft;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the elements of a gateway's table counted, as its chains would have. */
final class NftElementCounters {
    private static final Pattern COUNTED = Pattern.compile("(.+) counter packets ([0-9]{1,18}) bytes [0-9]+");

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Map<String, Long>> used = new TreeMap<>();
    private final Map<String, Long> refused = new TreeMap<>();

    private NftElementCounters() {}

    static Map<String, NftCounters.Chain> read(String listing) {
        NftElementCounters counters = new NftElementCounters();
        Map<String, List<String>> blocks = NftGatewayReader.blocks(listing);
        counters.names(blocks);
        blocks.forEach(counters::block);
        Map<String, NftCounters.Chain> all = new TreeMap<>();
        counters.refused.forEach((chain, packets) ->
                all.put(chain, new NftCounters.Chain(counters.used.getOrDefault(chain, Map.of()), packets)));
        return all;
    }

    private void names(Map<String, List<String>> blocks) {
        for (String line : blocks.getOrDefault("set interfaces", List.of())) {
            int comment = line.indexOf(" comment \"");
            if (comment > 0 && line.endsWith("\"") && line.length() > comment + 10) {
                String id = line.substring(comment + 10, line.length() - 1);
                names.put(line.substring(0, comment), id);
                refused.put("from-" + id, 0L);
                refused.put("to-" + id, 0L);
            }
        }
        for (String set : List.of("set own4", "set own6")) {
            for (String line : blocks.getOrDefault(set, List.of())) {
                int dot = line.indexOf(" . ");
                String id = dot < 0 ? null : names.get(line.substring(dot + 3));
                if (id != null) {
                    names.put(line.substring(0, dot), id);
                }
            }
        }
    }

    private void block(String block, List<String> lines) {
        boolean shut = block.startsWith("set refused");
        NftShape shape =
                block.startsWith("set ") ? NftShape.of(block.substring(4)).orElse(null) : null;
        if (!shut && shape == null) {
            return;
        }
        for (String line : lines) {
            Matcher counted = COUNTED.matcher(line);
            if (counted.matches()) {
                long packets = Long.parseLong(counted.group(2));
                if (shape == null) {
                    String way = block.equals("set refused") ? "from-" : "to-";
                    add(refused, way + names.getOrDefault(counted.group(1), ""), packets);
                } else if (packets > 0) {
                    permit(shape, counted.group(1), packets);
                }
            }
        }
    }

    private void permit(NftShape shape, String element, long packets) {
        try {
            NftShape.Permit permit = shape.read(element);
            String chain = (shape.from() ? "from-" : "to-") + names.getOrDefault(permit.subject(), "");
            add(used.computeIfAbsent(chain, c -> new TreeMap<>()), NftText.match(permit.box()), packets);
        } catch (IllegalArgumentException foreign) {
            // Somebody's element: the proof of the table tells of it.
        }
    }

    private static void add(Map<String, Long> counts, String of, long packets) {
        counts.merge(of, packets, Long::sum);
    }
}
