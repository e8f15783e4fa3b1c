package dev.muster.format.network.netlink;

import dev.muster.format.network.netlink.TableText.Chain;
import dev.muster.format.network.netlink.TableText.Group;
import dev.muster.format.network.packet.Prefix;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The messages that bring a table about, in one transaction: the whole table, or what is different from the one that is there. */
public final class TableMessages {
    /** An attribute's length ends at 65,535 bytes; an element with a chain's name has below 160. */
    private static final int ELEMENTS_AT_ONCE = 300;

    private static final Map<String, Integer> HOOKS = Map.of("input", 1, "forward", 2, "output", 3);

    private final TableText table;
    private final Messages out = new Messages();
    private int ids;

    private TableMessages(TableText table) {
        this.table = table;
    }

    /** All of it, as the text says. */
    public static Messages whole(TableText table) {
        TableMessages writer = new TableMessages(table);
        if (table.removed()) {
            // It has to be there to be taken away.
            writer.out.message(Codes.NEW_TABLE, Messages.CREATE).text(Codes.TABLE_NAME, table.name());
            writer.out.message(Codes.DELETE_TABLE, 0).text(Codes.TABLE_NAME, table.name());
        }
        if (table.there()) {
            writer.out.message(Codes.NEW_TABLE, Messages.CREATE).text(Codes.TABLE_NAME, table.name());
            writer.parts(table.sets().keySet(), table.chains().keySet());
            table.chains().forEach(writer::rules);
            table.sets().forEach((name, set) -> writer.elements(true, name, set, set.elements()));
        }
        writer.added();
        return writer.out;
    }

    /**
     * What is different; what counts and what is known of names stays where nothing changes.
     *
     * @param there the table that the kernel has
     * @return empty when it is simpler to begin anew: a hook or the kind of a set is another one
     */
    public static Optional<Messages> difference(TableText there, TableText table) {
        boolean alike = there.name().equals(table.name())
                && there.there()
                && table.there()
                && table.removed()
                && there.chains().entrySet().stream()
                        .filter(e -> !e.getValue().hook().isEmpty())
                        .allMatch(e -> e.getValue().equals(table.chains().get(e.getKey())))
                && table.chains().entrySet().stream()
                        .filter(e -> !e.getValue().hook().isEmpty())
                        .allMatch(e -> e.getValue().equals(there.chains().get(e.getKey())))
                && table.sets().entrySet().stream()
                        .allMatch(e -> there.sets()
                                .getOrDefault(e.getKey(), e.getValue())
                                .sameKind(e.getValue()));
        if (!alike) {
            return Optional.empty();
        }
        TableMessages writer = new TableMessages(table);
        writer.differ(there);
        writer.added();
        return Optional.of(writer.out);
    }

    private void differ(TableText there) {
        parts(
                without(table.sets().keySet(), there.sets().keySet()),
                without(table.chains().keySet(), there.chains().keySet()));
        // Who nobody leads to any more goes last, and who is led to anew is there already.
        there.sets()
                .forEach((name, set) -> elements(
                        false,
                        name,
                        set,
                        missing(set, Optional.ofNullable(table.sets().get(name)))));
        there.chains().forEach((name, chain) -> {
            Chain wanted = table.chains().get(name);
            if (wanted == null || !wanted.equals(chain)) {
                message(Codes.DELETE_RULE, 0, Codes.RULE_TABLE).text(Codes.RULE_CHAIN, name);
            }
        });
        table.chains().forEach((name, chain) -> {
            if (!chain.equals(there.chains().get(name))) {
                rules(name, chain);
            }
        });
        table.sets()
                .forEach((name, set) -> elements(
                        true,
                        name,
                        set,
                        missing(set, Optional.ofNullable(there.sets().get(name)))));
        for (String name : without(there.chains().keySet(), table.chains().keySet())) {
            message(Codes.DELETE_CHAIN, 0, Codes.CHAIN_TABLE).text(Codes.CHAIN_NAME, name);
        }
        for (String name : without(there.sets().keySet(), table.sets().keySet())) {
            message(Codes.DELETE_SET, 0, Codes.SET_TABLE).text(Codes.SET_NAME, name);
        }
    }

    private static Set<String> without(Set<String> these, Set<String> those) {
        Set<String> left = new LinkedHashSet<>(these);
        left.removeAll(those);
        return left;
    }

    private static List<String> missing(Group of, Optional<Group> in) {
        Set<String> known = new HashSet<>(in.map(Group::elements).orElse(List.of()));
        return of.elements().stream().filter(e -> !known.contains(e)).toList();
    }

    private Messages message(int type, int flags, int tableAttribute) {
        return out.message(type, flags).text(tableAttribute, table.name());
    }

    private void parts(Set<String> sets, Set<String> chains) {
        for (String name : chains) {
            Chain chain = TableListing.known(table.chains(), name);
            message(Codes.NEW_CHAIN, Messages.CREATE, Codes.CHAIN_TABLE).text(Codes.CHAIN_NAME, name);
            if (!chain.hook().isEmpty()) {
                int hook = out.open(Codes.CHAIN_HOOK);
                out.number(Codes.HOOK_NUMBER, HOOKS.getOrDefault(chain.hook(), -1))
                        .number(Codes.HOOK_PRIORITY, 0)
                        .close(hook)
                        .number(Codes.CHAIN_POLICY, chain.policy().equals("drop") ? Codes.DROP : Codes.ACCEPT)
                        .text(Codes.CHAIN_TYPE, "filter");
            }
        }
        for (String name : sets) {
            set(name, TableListing.known(table.sets(), name));
        }
    }

    private void set(String name, Group set) {
        int flags = (set.interval() ? Codes.SET_INTERVAL : 0)
                | (set.map() ? Codes.SET_MAP : 0)
                | (set.timeout() ? Codes.SET_TIMEOUT : 0);
        message(Codes.NEW_SET, Messages.CREATE, Codes.SET_TABLE)
                .text(Codes.SET_NAME, name)
                .number(Codes.SET_FLAGS, flags)
                .number(Codes.SET_KEY_TYPE, Codes.keyType(set.type()))
                .number(Codes.SET_KEY_LENGTH, Codes.keyBytes(set.type()))
                .number(Codes.SET_ID, ++ids);
        if (set.map()) {
            out.number(Codes.SET_DATA_TYPE, Codes.DATA_IS_VERDICT);
        }
        if (set.size() > 0) {
            int description = out.open(Codes.SET_DESCRIPTION);
            out.number(Codes.DESCRIPTION_SIZE, set.size()).close(description);
        }
    }

    private void rules(String name, Chain chain) {
        for (String rule : chain.rules()) {
            message(Codes.NEW_RULE, Messages.CREATE | Messages.APPEND, Codes.RULE_TABLE)
                    .text(Codes.RULE_CHAIN, name);
            RuleMessages.write(out, rule);
        }
    }

    private void added() {
        table.added().forEach((name, elements) -> {
            Group set = table.sets().get(name);
            if (set == null) {
                throw new NetlinkException("elements for a set that is not there", "/set " + name);
            }
            elements(true, name, set, elements);
        });
    }

    private void elements(boolean more, String name, Group set, List<String> elements) {
        for (int from = 0; from < elements.size(); from += ELEMENTS_AT_ONCE) {
            message(more ? Codes.NEW_ELEMENT : Codes.DELETE_ELEMENT, more ? Messages.CREATE : 0, Codes.ELEMENTS_TABLE)
                    .text(Codes.ELEMENTS_SET, name);
            int list = out.open(Codes.ELEMENTS_LIST);
            for (String element : elements.subList(from, Math.min(elements.size(), from + ELEMENTS_AT_ONCE))) {
                element(set, element);
            }
            out.close(list);
        }
    }

    private void element(Group set, String element) {
        String[] words = element.split(" ", -1);
        boolean jump = set.map() && words.length == 4 && words[1].equals(":") && words[2].equals("jump");
        boolean timed = set.timeout()
                && words.length == 3
                && words[1].equals("timeout")
                && words[2].matches("[1-9][0-9]{0,8}s");
        if (!jump && !timed && (words.length != 1 || set.map())) {
            throw new NetlinkException("not understood: " + element, "/set");
        }
        List<byte[]> ends = ends(set, words[0]);
        int item = key(ends.getFirst());
        if (jump) {
            int data = out.open(Codes.ELEMENT_DATA);
            int verdict = out.open(Codes.DATA_VERDICT);
            out.number(Codes.VERDICT_CODE, Codes.JUMP)
                    .text(Codes.VERDICT_CHAIN, words[3])
                    .close(verdict)
                    .close(data);
        }
        if (timed) {
            long seconds = Long.parseLong(words[2].substring(0, words[2].length() - 1));
            out.wide(Codes.ELEMENT_TIMEOUT, seconds * 1000);
        }
        out.close(item);
        if (ends.size() > 1) {
            int end = key(ends.get(1));
            out.number(Codes.ELEMENT_FLAGS, Codes.INTERVAL_END).close(end);
        }
    }

    private int key(byte[] value) {
        int item = out.open(Codes.LIST_ITEM);
        int key = out.open(Codes.ELEMENT_KEY);
        out.data(Codes.DATA_VALUE, value).close(key);
        return item;
    }

    /** The key, and for intervals the first one after it. */
    private static List<byte[]> ends(Group set, String key) {
        int bytes = Codes.keyBytes(set.type());
        if (set.type().equals("ether_addr")) {
            if (!key.matches("[0-9a-f]{2}(:[0-9a-f]{2}){5}")) {
                throw new NetlinkException("not understood: " + key, "/set");
            }
            return List.of(HexFormat.ofDelimiter(":").parseHex(key));
        }
        Prefix prefix = Prefix.parse(key)
                .filter(p -> Prefix.bits(p.family()) == bytes * 8 && (set.interval() || p.length() == bytes * 8))
                .orElseThrow(() -> new NetlinkException("not understood: " + key, "/set"));
        List<byte[]> ends = new ArrayList<>();
        ends.add(Expressions.bytes(prefix.base(), bytes));
        BigInteger after = prefix.last().add(BigInteger.ONE);
        if (set.interval() && after.bitLength() <= bytes * 8) {
            ends.add(Expressions.bytes(after, bytes));
        }
        return ends;
    }
}
