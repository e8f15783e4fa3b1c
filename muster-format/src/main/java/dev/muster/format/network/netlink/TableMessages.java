package dev.muster.format.network.netlink;

import dev.muster.format.network.netlink.TableText.Chain;
import dev.muster.format.network.netlink.TableText.Group;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The messages that bring a table about, in one transaction: the whole table, or what is different from the one that is there. */
public final class TableMessages {
    /** An attribute's length ends at 65,535 bytes; an element with a chain's name has below 160. */
    private static final int ELEMENTS_AT_ONCE = 300;

    /** A note of nft's own, by which it prints marks as the machine has them: the kind, the length, and 1. */
    private static final byte[] NOTES = ByteBuffer.allocate(6)
            .order(ByteOrder.nativeOrder())
            .put((byte) 1)
            .put((byte) 4)
            .putInt(1)
            .array();

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
     * What a change of elements says.
     *
     * @param there the table that the kernel has
     * @throws NetlinkException when it has no such set
     */
    public static Messages elements(TableText there, TableText change) {
        TableMessages writer = new TableMessages(new TableText(
                change.name(), false, false, there.sets(), there.chains(), change.gone(), change.added()));
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
        List<KeyField> fields = KeyField.fields(set.type());
        boolean ranges = set.interval() && fields.size() > 1;
        int flags = (set.interval() ? Codes.SET_INTERVAL : 0)
                | (set.map() ? Codes.SET_MAP : 0)
                | (set.timeout() ? Codes.SET_TIMEOUT : 0)
                | (ranges ? Codes.SET_FIELDS : 0);
        message(Codes.NEW_SET, Messages.CREATE, Codes.SET_TABLE)
                .text(Codes.SET_NAME, name)
                .number(Codes.SET_FLAGS, flags)
                .number(Codes.SET_KEY_TYPE, KeyField.number(fields))
                .number(Codes.SET_KEY_LENGTH, KeyField.bytes(fields))
                .number(Codes.SET_ID, ++ids);
        if (set.data().equals("verdict")) {
            out.number(Codes.SET_DATA_TYPE, Codes.DATA_IS_VERDICT);
        } else if (set.map()) {
            out.number(Codes.SET_DATA_TYPE, KeyField.number(List.of(KeyField.MARK)));
            out.number(Codes.SET_DATA_LENGTH, KeyField.MARK.bytes());
            out.data(Codes.SET_NOTES, NOTES);
        }
        if (set.size() > 0 || ranges) {
            description(set.size(), ranges ? fields : List.of());
        }
        if (!set.said().isEmpty()) {
            RuleMessages.said(out, Codes.SET_EXPRESSION, set.said());
        }
    }

    private void description(int size, List<KeyField> fields) {
        int description = out.open(Codes.SET_DESCRIPTION);
        if (size > 0) {
            out.number(Codes.DESCRIPTION_SIZE, size);
        }
        if (!fields.isEmpty()) {
            int all = out.open(Codes.DESCRIPTION_FIELDS);
            for (KeyField field : fields) {
                int one = out.open(Codes.LIST_ITEM);
                out.number(Codes.FIELD_BYTES, field.bytes()).close(one);
            }
            out.close(all);
        }
        out.close(description);
    }

    private void rules(String name, Chain chain) {
        for (String rule : chain.rules()) {
            message(Codes.NEW_RULE, Messages.CREATE | Messages.APPEND, Codes.RULE_TABLE)
                    .text(Codes.RULE_CHAIN, name);
            RuleMessages.write(out, rule);
        }
    }

    private void added() {
        table.gone().forEach((name, elements) -> elements(false, name, known(name), elements));
        table.added().forEach((name, elements) -> elements(true, name, known(name), elements));
    }

    private Group known(String name) {
        Group set = table.sets().get(name);
        if (set == null) {
            throw new NetlinkException("elements for a set that is not there", "/set " + name);
        }
        return set;
    }

    private void elements(boolean more, String name, Group set, List<String> elements) {
        ElementMessages writer = new ElementMessages(out, set);
        for (int from = 0; from < elements.size(); from += ELEMENTS_AT_ONCE) {
            message(more ? Codes.NEW_ELEMENT : Codes.DELETE_ELEMENT, more ? Messages.CREATE : 0, Codes.ELEMENTS_TABLE)
                    .text(Codes.ELEMENTS_SET, name);
            int list = out.open(Codes.ELEMENTS_LIST);
            for (String element : elements.subList(from, Math.min(elements.size(), from + ELEMENTS_AT_ONCE))) {
                writer.element(element);
            }
            out.close(list);
        }
    }
}
