package dev.muster.format.network.netlink;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the kernel has of one table, from its answers to {@link Messages#dump}, as {@code nft -n list table} prints it. */
public final class TableListing {
    private static final Map<Integer, String> HOOKS = Map.of(1, "input", 2, "forward", 3, "output");

    private final String table;
    private final boolean counted;
    private final Map<String, StringBuilder> sets = new LinkedHashMap<>();
    private final Map<String, Integer> flags = new LinkedHashMap<>();
    private final Map<String, ElementListing> elements = new LinkedHashMap<>();
    private final Map<String, StringBuilder> chains = new LinkedHashMap<>();
    private String frame = "";
    private boolean there;

    /**
     * A listing that grows with each answer.
     *
     * @param table without the family
     * @param counted with what counters say
     */
    public TableListing(String table, boolean counted) {
        this.table = table;
        this.counted = counted;
    }

    /** One question to the kernel, and who takes each message of its answer. */
    public interface Kernel {
        /** @throws java.io.IOException when the kernel cannot be asked, or its answer changed while it was given */
        void ask(byte[] question, Answer each) throws java.io.IOException;
    }

    /** Takes the body of a message. */
    public interface Answer {
        void take(byte[] bytes, int from, int to);
    }

    /**
     * Asks for everything of the table.
     *
     * @return its text; empty when there is no such table
     * @throws NetlinkException when anything of it is not understood
     */
    public static Optional<String> of(Kernel kernel, String table, boolean counted) throws java.io.IOException {
        TableListing listing = new TableListing(table, counted);
        kernel.ask(Messages.dump(Codes.GET_TABLE), (b, from, to) -> listing.table(read(b, from, to, "/table")));
        if (!listing.there) {
            return Optional.empty();
        }
        kernel.ask(
                Messages.dump(Codes.GET_CHAIN, Codes.CHAIN_TABLE, table),
                (b, from, to) -> listing.chain(read(b, from, to, "/chain")));
        kernel.ask(
                Messages.dump(Codes.GET_SET, Codes.SET_TABLE, table),
                (b, from, to) -> listing.set(read(b, from, to, "/set")));
        for (String set : listing.sets.keySet()) {
            kernel.ask(
                    Messages.dump(Codes.GET_ELEMENT, Codes.ELEMENTS_TABLE, table, Codes.ELEMENTS_SET, set),
                    (b, from, to) -> listing.elements(set, read(b, from, to, "/element")));
        }
        kernel.ask(
                Messages.dump(Codes.GET_RULE, Codes.RULE_TABLE, table),
                (b, from, to) -> listing.rule(read(b, from, to, "/rule")));
        return Optional.of(listing.text());
    }

    private static Attributes read(byte[] bytes, int from, int to, String where) {
        // After the header of nfnetlink: family, version, and the generation.
        return new Attributes(bytes, from + 4, to, where);
    }

    private void table(Attributes one) {
        if (one.text(Codes.TABLE_NAME).equals(table)) {
            there = true;
            if (one.number(Codes.TABLE_FLAGS, 0) != 0) {
                frame = "  flags " + one.number(Codes.TABLE_FLAGS) + "\n";
            }
        }
    }

    private void chain(Attributes one) {
        if (!one.text(Codes.CHAIN_TABLE).equals(table)) {
            return;
        }
        StringBuilder text = new StringBuilder();
        if (one.has(Codes.CHAIN_HOOK)) {
            Attributes hook = one.inner(Codes.CHAIN_HOOK);
            hook.only(Set.of(Codes.HOOK_NUMBER, Codes.HOOK_PRIORITY));
            int number = hook.number(Codes.HOOK_NUMBER);
            int priority = hook.number(Codes.HOOK_PRIORITY);
            text.append("    type ").append(one.text(Codes.CHAIN_TYPE)).append(" hook ");
            text.append(HOOKS.getOrDefault(number, "hook-" + number)).append(" priority ");
            text.append(priority == 0 ? "filter" : String.valueOf(priority)).append("; policy ");
            text.append(one.number(Codes.CHAIN_POLICY) == Codes.ACCEPT ? "accept" : "drop")
                    .append(";\n");
        }
        // 1: with a hook, 2: offloaded, 4: bound to a rule.
        if ((one.number(Codes.CHAIN_FLAGS, 0) & ~1) != 0) {
            text.append("    flags ").append(one.number(Codes.CHAIN_FLAGS)).append('\n');
        }
        chains.put(one.text(Codes.CHAIN_NAME), text);
    }

    private void set(Attributes one) {
        String name = one.text(Codes.SET_NAME);
        int flag = one.number(Codes.SET_FLAGS, 0);
        String type = KeyField.type(one.number(Codes.SET_KEY_TYPE));
        StringBuilder text = new StringBuilder("    type ").append(type);
        int data = one.number(Codes.SET_DATA_TYPE, 0);
        boolean verdict = data == Codes.DATA_IS_VERDICT;
        text.append((flag & Codes.SET_MAP) == 0 ? "" : verdict ? " : verdict" : " : " + KeyField.type(data))
                .append('\n');
        if (one.has(Codes.SET_DESCRIPTION)) {
            Attributes description = one.inner(Codes.SET_DESCRIPTION);
            int size = description.number(Codes.DESCRIPTION_SIZE, 0);
            text.append(size == 0 ? "" : "    size " + size + "\n");
        }
        text.append(one.has(Codes.SET_LIFETIME) ? "    timeout\n" : "");
        boolean ranges = (flag & Codes.SET_INTERVAL) != 0 && type.contains(" . ");
        int known = Codes.SET_INTERVAL | Codes.SET_MAP | Codes.SET_TIMEOUT | (ranges ? Codes.SET_FIELDS : 0);
        int odd = flag & ~known;
        text.append((flag & Codes.SET_INTERVAL) == 0 ? "" : "    flags interval\n");
        text.append((flag & Codes.SET_TIMEOUT) == 0 ? "" : "    flags timeout\n");
        text.append(odd == 0 ? "" : "    flags " + odd + "\n");
        if (one.has(Codes.SET_EXPRESSION)) {
            text.append("    ")
                    .append(said(one.inner(Codes.SET_EXPRESSION), false))
                    .append('\n');
        }
        sets.put(name, text);
        flags.put(name, flag);
        elements.put(name, new ElementListing(name, KeyField.fields(type), flag, counted));
    }

    /** @throws NetlinkException when it is nothing that is known */
    static String said(Attributes expression, boolean counted) {
        String name = expression.text(Codes.EXPRESSION_NAME);
        return Statement.words(name, expression.inner(Codes.EXPRESSION_DATA), counted)
                .orElseThrow(() -> new NetlinkException("not understood: " + name, "/set"));
    }

    private void elements(String set, Attributes message) {
        known(elements, set).add(message.list(Codes.ELEMENTS_LIST));
    }

    private void rule(Attributes one) {
        if (one.text(Codes.RULE_TABLE).equals(table)) {
            String chain = one.text(Codes.RULE_CHAIN);
            known(chains, chain)
                    .append("    ")
                    .append(RuleListing.words(one, counted, "/chain " + chain))
                    .append('\n');
        }
    }

    /** @throws NetlinkException when there is none */
    static <T> T known(Map<String, T> all, String name) {
        T one = all.get(name);
        if (one == null) {
            throw new NetlinkException("it is not there", "/" + name);
        }
        return one;
    }

    private String text() {
        StringBuilder text = new StringBuilder("table inet " + table + " {\n" + frame);
        sets.forEach((name, head) -> {
            int flag = known(flags, name);
            text.append((flag & Codes.SET_MAP) == 0 ? "  set " : "  map ")
                    .append(name)
                    .append(" {\n");
            text.append(head);
            List<String> all = known(elements, name).words();
            if (!all.isEmpty()) {
                text.append("    elements = { ").append(String.join(", ", all)).append(" }\n");
            }
            text.append("  }\n");
        });
        chains.forEach((name, rules) -> text.append("  chain ")
                .append(name)
                .append(" {\n")
                .append(rules)
                .append("  }\n"));
        return text.append("}\n").toString();
    }
}
