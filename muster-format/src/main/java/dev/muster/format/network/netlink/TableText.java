package dev.muster.format.network.netlink;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * @param gone elements that are taken from sets before any are added, by set
 * @param added elements that are added to sets when everything is there, by set
 */
public record TableText(
        String name,
        boolean removed,
        boolean there,
        Map<String, Group> sets,
        Map<String, Chain> chains,
        Map<String, List<String>> gone,
        Map<String, List<String>> added) {
    /** A gateway's table of 5,000 devices with 20 elements each is below 12 MiB. */
    static final int CHARS_MOST = 32 * 1024 * 1024;

    private static final String ELEMENTS = "elements = { ";

    private static final Pattern HOOK =
            Pattern.compile("type filter hook (input|forward|output) priority filter; policy (accept|drop);");
    private static final Pattern CHANGE = Pattern.compile("(add|delete) element inet (\\S+) (\\S+) \\{ (.*) }");
    private static final Pattern BLOCK = Pattern.compile("(set|map|chain) ([A-Za-z0-9._-]+) \\{");

    /**
     * Compared without what is only known of it at the moment: the elements.
     *
     * @param data what a map leads to: {@code verdict} or {@code mark}; empty for a set
     * @param said what is done with each element that a packet meets, such as {@code counter}
     */
    record Group(
            String data, String type, int size, boolean interval, boolean timeout, String said, List<String> elements) {
        Group {
            elements = List.copyOf(elements);
        }

        boolean map() {
            return !data.isEmpty();
        }

        boolean sameKind(Group other) {
            return with(List.of()).equals(other.with(List.of()));
        }

        Group with(List<String> others) {
            return new Group(data, type, size, interval, timeout, said, others);
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
        gone = Collections.unmodifiableMap(new LinkedHashMap<>(gone));
        added = Collections.unmodifiableMap(new LinkedHashMap<>(added));
    }

    /** Whether it only says which elements change. */
    public boolean onlyElements() {
        return !removed && !there;
    }

    /** This table after changes of its elements, one after another; those with a timeout go by themselves, and are not kept. */
    public TableText after(List<TableText> changes) {
        Map<String, Set<String>> elements = new HashMap<>();
        for (TableText change : changes) {
            change.gone.forEach((set, these) -> these.forEach(kept(elements, set)::remove));
            change.added.forEach((set, these) -> kept(elements, set).addAll(these));
        }
        Map<String, Group> all = new LinkedHashMap<>(sets);
        elements.forEach((set, these) ->
                all.computeIfPresent(set, (name, group) -> group.timeout() ? group : group.with(List.copyOf(these))));
        return new TableText(name, removed, there, all, chains, gone, added);
    }

    private Set<String> kept(Map<String, Set<String>> elements, String set) {
        return elements.computeIfAbsent(
                set, name -> new LinkedHashSet<>(TableListing.known(sets, name).elements()));
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
        private final Map<String, List<String>> gone = new LinkedHashMap<>();
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
            if (!block.isEmpty()) {
                if (line.equals("}")) {
                    part();
                } else {
                    lines.add(line);
                }
                return;
            }
            Matcher change = CHANGE.matcher(line);
            Matcher begins = BLOCK.matcher(line);
            if (inside && line.equals("}")) {
                inside = false;
            } else if (inside && begins.matches()) {
                block = begins.group(1) + " " + begins.group(2);
            } else if (!inside && change.matches() && named(change.group(2))) {
                (change.group(1).equals("add") ? added : gone)
                        .computeIfAbsent(change.group(3), set -> new ArrayList<>())
                        .addAll(elements(change.group(4)));
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
            String data = "";
            String said = "";
            int size = 0;
            boolean interval = false;
            boolean timeout = false;
            List<String> elements = List.of();
            for (String line : lines) {
                String value = line.substring(line.indexOf(' ') + 1);
                int colon = value.indexOf(" : ");
                if (line.startsWith("type ") && map == colon > 0) {
                    type = map ? value.substring(0, colon) : value;
                    data = map ? value.substring(colon + 3) : "";
                } else if (line.equals("counter") || line.startsWith("limit rate ")) {
                    said = line;
                } else if (line.matches("size [1-9][0-9]{0,8}")) {
                    size = Integer.parseInt(value);
                } else if (line.equals("flags interval")) {
                    interval = true;
                } else if (line.equals("flags timeout")) {
                    timeout = true;
                } else if (line.startsWith(ELEMENTS) && line.endsWith(" }") && line.length() >= ELEMENTS.length() + 2) {
                    elements = elements(line.substring(ELEMENTS.length(), line.length() - 2));
                } else {
                    throw unclear(line);
                }
            }
            if (KeyField.fields(type).isEmpty() || (map && !data.equals("verdict") && !data.equals("mark"))) {
                throw unclear("type " + type);
            }
            return new Group(data, type, size, interval, timeout, said, elements);
        }

        private static List<String> elements(String text) {
            List<String> all = new ArrayList<>();
            int from = 0;
            for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', from)) {
                all.add(text.substring(from, comma).strip());
                from = comma + 1;
            }
            all.add(text.substring(from).strip());
            return all;
        }

        private TableText table() {
            if (inside || name.isEmpty()) {
                throw unclear("the end");
            }
            return new TableText(name, removed, there, sets, chains, gone, added);
        }

        private NetlinkException unclear(String line) {
            return new NetlinkException("not understood: " + line, "/line " + number);
        }
    }
}
