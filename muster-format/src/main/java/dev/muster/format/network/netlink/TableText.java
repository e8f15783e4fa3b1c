package dev.muster.format.network.netlink;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table of ours in its parts, from the text that is written for {@code nft -f}.
 *
 * @param name without the family, which is {@code inet}
 * @param removed whether the text takes away what an earlier one left
 * @param there whether it says what is to be there after that
 * @param sets with their maps, by name
 * @param chains by name
 * @param added elements that are added to sets when everything is there, by set
 */
public record TableText(
        String name,
        boolean removed,
        boolean there,
        Map<String, Group> sets,
        Map<String, Chain> chains,
        Map<String, List<String>> added) {
    /** A gateway's table of 500 devices with 20 rules each is below 2 MiB. */
    static final int CHARS_MOST = 16 * 1024 * 1024;

    private static final Pattern HOOK =
            Pattern.compile("type filter hook (input|forward|output) priority filter; policy (accept|drop);");
    private static final Pattern ADD = Pattern.compile("add element inet (\\S+) (\\S+) \\{ (.*) }");
    private static final Pattern BLOCK = Pattern.compile("(set|map|chain) ([A-Za-z0-9._-]+) \\{");

    /** Compared without what is only known of it at the moment: the elements. */
    record Group(boolean map, String type, int size, boolean interval, boolean timeout, List<String> elements) {
        Group {
            elements = List.copyOf(elements);
        }

        boolean sameKind(Group other) {
            return map == other.map
                    && type.equals(other.type)
                    && size == other.size
                    && interval == other.interval
                    && timeout == other.timeout;
        }
    }

    /** Empty words for a chain without a hook. */
    record Chain(String hook, String policy, List<String> rules) {
        Chain {
            rules = List.copyOf(rules);
        }
    }

    public TableText {
        // In the order of the text, so that the kernel lists them in it.
        sets = Collections.unmodifiableMap(new LinkedHashMap<>(sets));
        chains = Collections.unmodifiableMap(new LinkedHashMap<>(chains));
        added = Collections.unmodifiableMap(new LinkedHashMap<>(added));
    }

    /**
     * Takes a text apart.
     *
     * @throws NetlinkException when it is more than one table, or says anything that ours never say
     */
    public static TableText read(String text) {
        if (text.length() > CHARS_MOST) {
            throw new NetlinkException("longer than " + CHARS_MOST + " characters", "/");
        }
        Reading reading = new Reading();
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(reading::line);
        return reading.table();
    }

    private static final class Reading {
        private final Map<String, Group> sets = new LinkedHashMap<>();
        private final Map<String, Chain> chains = new LinkedHashMap<>();
        private final Map<String, List<String>> added = new LinkedHashMap<>();
        private final List<String> lines = new ArrayList<>();
        private String name = "";
        private String block = "";
        private boolean removed;
        private boolean there;
        private boolean inside;
        private int number;

        private void line(String line) {
            number++;
            Matcher add = ADD.matcher(line);
            Matcher begins = BLOCK.matcher(line);
            if (!block.isEmpty()) {
                if (line.equals("}")) {
                    part();
                } else {
                    lines.add(line);
                }
            } else if (inside && line.equals("}")) {
                inside = false;
            } else if (inside && begins.matches()) {
                block = begins.group(1) + " " + begins.group(2);
            } else if (!inside && add.matches() && named(add.group(1))) {
                added.computeIfAbsent(add.group(2), set -> new ArrayList<>()).addAll(elements(add.group(3)));
            } else {
                frame(line);
            }
        }

        private void frame(String line) {
            String[] words = line.split(" ", -1);
            boolean delete = words[0].equals("delete");
            boolean opens = words[words.length - 1].equals("{");
            int expected = 3 + (delete || opens ? 1 : 0);
            int at = delete ? 1 : 0;
            boolean known = !inside
                    && words.length == expected
                    && words[at].equals("table")
                    && words[at + 1].equals("inet")
                    && named(words[at + 2]);
            if (!known) {
                throw unclear(line);
            }
            removed |= delete;
            there |= opens;
            inside = opens;
        }

        private boolean named(String table) {
            if (name.isEmpty()) {
                name = table;
            }
            return name.equals(table);
        }

        private void part() {
            String[] words = block.split(" ", 2);
            if (words[0].equals("chain")) {
                chains.put(words[1], chain());
            } else {
                sets.put(words[1], group(words[0].equals("map")));
            }
            block = "";
            lines.clear();
        }

        private Chain chain() {
            Matcher hook = HOOK.matcher(lines.isEmpty() ? "" : lines.getFirst());
            return hook.matches()
                    ? new Chain(hook.group(1), hook.group(2), lines.subList(1, lines.size()))
                    : new Chain("", "", lines);
        }

        private Group group(boolean map) {
            String type = "";
            int size = 0;
            boolean interval = false;
            boolean timeout = false;
            List<String> elements = List.of();
            for (String line : lines) {
                String value = line.substring(line.indexOf(' ') + 1);
                if (line.startsWith("type ")) {
                    type = map && value.endsWith(" : verdict") ? value.substring(0, value.length() - 10) : value;
                } else if (line.matches("size [1-9][0-9]{0,8}")) {
                    size = Integer.parseInt(value);
                } else if (line.equals("flags interval")) {
                    interval = true;
                } else if (line.equals("flags timeout")) {
                    timeout = true;
                } else if (line.startsWith("elements = { ") && line.endsWith(" }")) {
                    elements = elements(line.substring(13, line.length() - 2));
                } else {
                    throw unclear(line);
                }
            }
            if (Codes.keyType(type) == 0) {
                throw unclear("type " + type);
            }
            return new Group(map, type, size, interval, timeout, elements);
        }

        private static List<String> elements(String text) {
            return List.of(text.strip().split(" ?, ?", -1));
        }

        private TableText table() {
            if (inside || name.isEmpty()) {
                throw unclear("the end");
            }
            return new TableText(name, removed, there, sets, chains, added);
        }

        private NetlinkException unclear(String line) {
            return new NetlinkException("not understood: " + line, "/line " + number);
        }
    }
}
