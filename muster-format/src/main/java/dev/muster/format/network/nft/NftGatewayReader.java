package dev.muster.format.network.nft;

import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Prefix;
import dev.muster.format.network.packet.Way;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the table of a gateway: our own text, or what {@code nft -n -s} prints of the kernel's. What was read is written again,
 * and the two must be the same rules: so everything around the policies of the devices is proved by the one writer.
 */
public final class NftGatewayReader {
    /** 500 devices of 200 rules are 10 MB. */
    public static final int CHARS_MOST = 64 * 1024 * 1024;

    /** nft prints a mask that is a prefix as one. */
    private static final Pattern PREFIX = Pattern.compile("ct mark (0x[0-9a-f]{8})/16 ");

    private static final Pattern MARKING =
            Pattern.compile("ct mark set ct mark(?: & (0x[0-9a-f]{8}))?(?: \\| (0x[0-9a-f]{8}))?( |$)");

    private static final Set<String> HOOKS = Set.of("forward", "input", "output");

    private NftGatewayReader() {}

    /**
     * The devices and what each may do.
     *
     * @throws NftException when there is anything that is not ours, or a way around it
     */
    public static Map<String, NftGateway.Member> read(String text) {
        if (text.length() > CHARS_MOST) {
            throw new NftException("longer than " + CHARS_MOST + " characters", 1);
        }
        Map<String, List<String>> blocks = blocks(text);
        if (NftElements.is(text)) {
            return NftElementsReader.read(blocks);
        }
        Map<String, List<String>> macs = keys(blocks.getOrDefault("map senders", List.of()), "from-");
        Map<String, List<String>> addresses = keys(blocks.getOrDefault("map receivers4", List.of()), "to-");
        keys(blocks.getOrDefault("map receivers6", List.of()), "to-")
                .forEach((id, six) ->
                        addresses.computeIfAbsent(id, i -> new ArrayList<>()).addAll(six));
        Map<String, NftGateway.Member> members = new TreeMap<>();
        macs.forEach((id, mac) -> {
            List<Box> boxes = new ArrayList<>();
            boxes(blocks.getOrDefault("chain from-" + id, List.of()), Way.FROM_DEVICE, boxes);
            boxes(blocks.getOrDefault("chain to-" + id, List.of()), Way.TO_DEVICE, boxes);
            List<Prefix> own = addresses.getOrDefault(id, List.of()).stream()
                    .map(a -> Prefix.parse(a).orElseThrow(() -> new NftException(a + " is no network", 1)))
                    .toList();
            try {
                members.put(id, new NftGateway.Member(new Guarded(mac.getFirst(), own), PacketSet.of(boxes)));
            } catch (IllegalArgumentException no) {
                throw new NftException(id + ": " + no.getMessage(), 1);
            }
        });
        same(blocks, members);
        return members;
    }

    /** Order of elements is the kernel's business, and of rules ours. */
    private static void same(Map<String, List<String>> read, Map<String, NftGateway.Member> members) {
        Map<String, List<String>> written;
        try {
            written = blocks(NftGateway.text(members));
        } catch (IllegalArgumentException no) {
            throw new NftException(String.valueOf(no.getMessage()), 1);
        }
        if (!read.keySet().equals(written.keySet())) {
            Set<String> more = new TreeSet<>(read.keySet());
            more.removeAll(written.keySet());
            throw new NftException("parts that are not ours, or are missing: " + more, 1);
        }
        read.forEach((name, lines) -> {
            List<String> ours = written.getOrDefault(name, List.of());
            boolean same = name.startsWith("chain ")
                    ? chain(lines).equals(chain(ours))
                    : set(lines).equals(set(ours));
            if (!same) {
                throw new NftException(name + " is not what its devices need", 1);
            }
        });
    }

    /** Permissions may stand in any order among themselves; what comes before and after them may not. */
    private static List<Object> chain(List<String> lines) {
        List<Object> form = new ArrayList<>();
        Set<String> permissions = new HashSet<>();
        for (String line : lines) {
            if (line.contains(" ct mark set ")) {
                permissions.add(line);
                if (!form.contains(permissions)) {
                    form.add(permissions);
                }
            } else {
                form.add(unordered(line));
            }
        }
        return form;
    }

    private static Object unordered(String line) {
        int open = line.indexOf("{ ");
        int close = line.lastIndexOf(" }");
        return open < 0 || close < open
                ? line
                : List.of(
                        line.substring(0, open),
                        Set.of(line.substring(open + 2, close).split(", ", -1)),
                        line.substring(close));
    }

    private static Set<String> set(List<String> lines) {
        Set<String> all = new HashSet<>();
        for (String line : lines) {
            // What the addresses of a name are is the resolver's business, who gives each an end.
            if (line.matches("[0-9a-f.:]+ timeout [0-9a-z]+( expires [0-9a-z]+)?")) {
                continue;
            }
            all.add(line);
        }
        return all;
    }

    private static Map<String, List<String>> keys(List<String> lines, String chain) {
        Map<String, List<String>> keys = new HashMap<>();
        for (String line : lines) {
            int at = line.indexOf(" : jump " + chain);
            if (at > 0) {
                String id = line.substring(at + (" : jump " + chain).length());
                keys.computeIfAbsent(id, i -> new ArrayList<>()).add(line.substring(0, at));
            }
        }
        return keys;
    }

    private static void boxes(List<String> lines, Way way, List<Box> boxes) {
        for (String line : lines) {
            int at = line.indexOf(" counter ct mark set ");
            if (at > 0) {
                boxes.add(NftMatch.read(List.of(line.substring(0, at).split(" ", -1)), way)
                        .orElseThrow(() -> new NftException("not understood: " + line, 1)));
            }
        }
    }

    /** One form for what nft prints in several: bits that are set afterwards need no mask, so it prints them in it. */
    private static String marks(String line) {
        String plain = NftCounters.without(line);
        Matcher prefix = PREFIX.matcher(plain);
        plain = prefix.replaceAll("ct mark & " + NftGateway.FROM_MASK + " == $1 ");
        Matcher marking = MARKING.matcher(plain);
        return marking.replaceAll(found -> {
            int set = bits(found.group(2), 0);
            int kept = bits(found.group(1), -1) | set;
            return "ct mark set ct mark & " + NftGateway.hex(kept) + " | " + NftGateway.hex(set) + found.group(3);
        });
    }

    private static int bits(String hex, int otherwise) {
        return hex == null ? otherwise : Integer.parseUnsignedInt(hex.substring(2), 16);
    }

    /** The table's parts with their lines; elements are lines of their own. */
    static Map<String, List<String>> blocks(String text) {
        Map<String, List<String>> blocks = new TreeMap<>();
        List<String> open = null;
        boolean elements = false;
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = NftReader.plain(raw);
            if (line.isEmpty()
                    || line.equals("table " + NftGateway.TABLE)
                    || line.equals("delete table " + NftGateway.TABLE)
                    || line.equals("table " + NftGateway.TABLE + " {")) {
                continue;
            }
            if (open == null) {
                if (line.equals("}")) {
                    continue;
                }
                String name = line.endsWith(" {") ? line.substring(0, line.length() - 2) : "";
                if (!name.matches("(set|map|chain) [A-Za-z0-9._-]+") || blocks.containsKey(name)) {
                    throw new NftException("not understood: " + line, number);
                }
                open = new ArrayList<>();
                blocks.put(name, open);
            } else if (line.equals("}") && !elements) {
                open = null;
            } else if (elements || line.startsWith("elements = { ")) {
                String rest = line.startsWith("elements = { ") ? line.substring(13) : line;
                elements = !rest.endsWith("}");
                String inner =
                        elements ? rest : rest.substring(0, rest.length() - 1).strip();
                elements(inner, open);
            } else if (line.startsWith("type filter hook ")) {
                open.add(line);
            } else {
                open.add(marks(line));
            }
        }
        whole(blocks, open != null, number);
        return blocks;
    }

    private static void elements(String text, List<String> to) {
        int from = 0;
        while (from < text.length()) {
            int comma = text.indexOf(',', from);
            int end = comma < 0 ? text.length() : comma;
            String element = text.substring(from, end).strip();
            if (!element.isEmpty()) {
                to.add(element);
            }
            from = end + 1;
        }
    }

    private static void whole(Map<String, List<String>> blocks, boolean open, int number) {
        if (open) {
            throw new NftException("ends within a part", number);
        }
        for (String hook : HOOKS) {
            if (!blocks.containsKey("chain " + hook)) {
                throw new NftException("no chain " + hook, number);
            }
        }
    }
}
