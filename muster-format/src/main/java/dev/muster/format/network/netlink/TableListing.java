package dev.muster.format.network.netlink;

import dev.muster.format.network.packet.Address;
import dev.muster.format.network.packet.Prefix;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What the kernel has of one table, from its answers to {@link Messages#dump}, as {@code nft -n list table} prints it. */
public final class TableListing {
    private static final Map<Integer, String> HOOKS = Map.of(1, "input", 2, "forward", 3, "output");

    private final String table;
    private final boolean counted;
    private final Map<String, StringBuilder> sets = new LinkedHashMap<>();
    private final Map<String, Integer> flags = new LinkedHashMap<>();
    private final Map<String, List<Attributes>> elements = new LinkedHashMap<>();
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
        StringBuilder text = new StringBuilder("    type ").append(Codes.keyType(one.number(Codes.SET_KEY_TYPE)));
        boolean verdict = one.number(Codes.SET_DATA_TYPE, 0) == Codes.DATA_IS_VERDICT;
        text.append((flag & Codes.SET_MAP) == 0 ? "" : verdict ? " : verdict" : " : data")
                .append('\n');
        if (one.has(Codes.SET_DESCRIPTION)) {
            Attributes description = one.inner(Codes.SET_DESCRIPTION);
            int size = description.number(Codes.DESCRIPTION_SIZE, 0);
            text.append(size == 0 ? "" : "    size " + size + "\n");
        }
        text.append(one.has(Codes.SET_LIFETIME) ? "    timeout\n" : "");
        int known = Codes.SET_INTERVAL | Codes.SET_MAP | Codes.SET_TIMEOUT;
        int odd = flag & ~known;
        text.append((flag & Codes.SET_INTERVAL) == 0 ? "" : "    flags interval\n");
        text.append((flag & Codes.SET_TIMEOUT) == 0 ? "" : "    flags timeout\n");
        text.append(odd == 0 ? "" : "    flags " + odd + "\n");
        sets.put(name, text);
        flags.put(name, flag);
    }

    private void elements(String set, Attributes message) {
        elements.computeIfAbsent(set, s -> new ArrayList<>()).addAll(message.list(Codes.ELEMENTS_LIST));
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
            List<String> all = elements(name, (flag & Codes.SET_INTERVAL) != 0);
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

    private List<String> elements(String set, boolean interval) {
        List<String> all = new ArrayList<>();
        // An end comes before what begins at the same key.
        TreeMap<BigInteger, Attributes> begins = new TreeMap<>();
        TreeMap<BigInteger, Attributes> ends = new TreeMap<>();
        for (Attributes element : elements.getOrDefault(set, List.of())) {
            element.only(Set.of(
                    Codes.ELEMENT_KEY,
                    Codes.ELEMENT_DATA,
                    Codes.ELEMENT_FLAGS,
                    Codes.ELEMENT_TIMEOUT,
                    Codes.ELEMENT_EXPIRATION,
                    Codes.ELEMENT_PAD));
            int flag = element.number(Codes.ELEMENT_FLAGS, 0);
            byte[] key = element.value(Codes.ELEMENT_KEY);
            if (flag != 0 && flag != Codes.INTERVAL_END) {
                throw new NetlinkException("an element with the flags " + flag, "/set " + set);
            }
            if (interval) {
                (flag == 0 ? begins : ends).put(new BigInteger(1, key), element);
            } else {
                all.add(key(key) + said(element));
            }
        }
        begins.forEach((from, element) -> {
            int bytes = element.value(Codes.ELEMENT_KEY).length;
            BigInteger next = Optional.ofNullable(ends.higherKey(from)).orElse(BigInteger.ONE.shiftLeft(bytes * 8));
            all.add(network(from, next, bytes) + said(element));
        });
        return all;
    }

    private static String key(byte[] key) {
        return key.length == Codes.ETHER_BYTES
                ? HexFormat.ofDelimiter(":").formatHex(key)
                : new Address(key.length == 4 ? 4 : 6, new BigInteger(1, key)).toString();
    }

    private static String network(BigInteger from, BigInteger next, int bytes) {
        BigInteger size = next.subtract(from);
        int family = bytes == 4 ? 4 : 6;
        boolean prefix = size.bitCount() == 1 && from.mod(size).signum() == 0;
        Address first = new Address(family, from);
        if (size.equals(BigInteger.ONE)) {
            return first.toString();
        }
        return prefix
                ? first + "/" + (Prefix.bits(family) - size.getLowestSetBit())
                : first + "-" + new Address(family, next.subtract(BigInteger.ONE));
    }

    private static String said(Attributes element) {
        StringBuilder text = new StringBuilder();
        if (element.has(Codes.ELEMENT_TIMEOUT)) {
            text.append(" timeout ")
                    .append(element.wide(Codes.ELEMENT_TIMEOUT) / 1000)
                    .append('s');
        }
        if (element.has(Codes.ELEMENT_EXPIRATION)) {
            text.append(" expires ")
                    .append(element.wide(Codes.ELEMENT_EXPIRATION) / 1000)
                    .append('s');
        }
        if (element.has(Codes.ELEMENT_DATA)) {
            Attributes verdict = element.inner(Codes.ELEMENT_DATA).inner(Codes.DATA_VERDICT);
            int code = verdict.number(Codes.VERDICT_CODE);
            text.append(" : ")
                    .append(code == Codes.JUMP ? "jump " + verdict.text(Codes.VERDICT_CHAIN) : "verdict-" + code);
        }
        return text.toString();
    }
}
