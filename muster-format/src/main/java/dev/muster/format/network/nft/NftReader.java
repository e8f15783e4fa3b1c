package dev.muster.format.network.nft;

import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Way;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the table of a device: our own text, or what the kernel's is printed as. */
public final class NftReader {
    /** A table of 200 rules is 30 KB. */
    public static final int CHARS_MOST = 1024 * 1024;

    /** How the words of names are printed as numbers by {@code nft -n}. */
    private static final Map<String, String> NUMERIC = Map.of(
            "ct direction 0 ", "ct direction original ",
            "ct direction 1 ", "ct direction reply ",
            "meta nfproto 2 ", "meta nfproto ipv4 ",
            "meta nfproto 10 ", "meta nfproto ipv6 ",
            "priority 0;", "priority filter;");

    /** The words after a match: {@code ct mark set 0x… accept}. */
    private static final int TAIL = 5;

    /** Tables that were written before flows outlived the answers that let them begin. */
    private static final String ANSWERS = "ct direction reply ct mark ";

    private static final Pattern ADDRESSES = Pattern.compile("(elements = \\{ )?[0-9a-f.:]+ timeout [^{}@]*}?");
    private static final Pattern SET = Pattern.compile("type ipv[46]_addr|size [0-9]+|flags timeout");

    private static final Set<String> HOOKS = Set.of("output", "input", "forward");

    private final List<Box> boxes = new ArrayList<>();
    private final Set<String> hooks = new HashSet<>();
    private final Set<String> marks = new HashSet<>();
    private String chain = "";
    private boolean set;
    private boolean ended;
    private boolean based;
    private int line;

    private NftReader() {}

    /**
     * Reads the table of a device itself.
     *
     * @return exactly the packets that pass, beside loopback and neighbour discovery
     * @throws NftException when there is anything in it that is not understood, or a way around it: a hook without a chain, or
     *     one that does not drop
     */
    public static PacketSet self(String text) {
        if (text.length() > CHARS_MOST) {
            throw new NftException("longer than " + CHARS_MOST + " characters", 1);
        }
        NftReader reader = new NftReader();
        text.lines().forEach(reader::line);
        if (!reader.hooks.equals(HOOKS) || !reader.chain.isEmpty()) {
            throw new NftException("a table guards output, input and forward: found " + reader.hooks, reader.line);
        }
        PacketSet permitted = PacketSet.of(reader.boxes);
        if (!reader.marks.equals(Set.of(NftText.mark(permitted)))) {
            throw new NftException(
                    "flows are marked with " + reader.marks + ", not with what the rules say", reader.line);
        }
        return permitted;
    }

    /** A line without what surrounds it, in words. */
    static String plain(String raw) {
        String text = raw.strip();
        for (Map.Entry<String, String> word : NUMERIC.entrySet()) {
            text = text.replace(word.getKey(), word.getValue());
        }
        return text;
    }

    private void line(String raw) {
        line++;
        String text = plain(raw);
        if (text.isEmpty() || text.equals("table " + NftText.TABLE) || text.equals("delete table " + NftText.TABLE)) {
            return;
        }
        if (text.equals("table " + NftText.TABLE + " {")) {
            return;
        }
        if (text.equals("}")) {
            if (!chain.isEmpty() && !based) {
                throw fault("a chain without a hook");
            }
            chain = "";
            set = false;
            return;
        }
        if (set) {
            set(text);
        } else if (chain.isEmpty()) {
            open(text);
        } else {
            rule(text);
        }
    }

    private void open(String text) {
        String[] words = text.split(" ", -1);
        boolean block = words.length == 3 && words[2].equals("{");
        if (block && words[0].equals("set")) {
            set = true;
        } else if (block && words[0].equals("chain") && HOOKS.contains(words[1]) && hooks.add(words[1])) {
            chain = words[1];
            based = false;
            ended = false;
        } else {
            throw fault("not understood: " + text);
        }
    }

    private void set(String text) {
        // Which addresses a name has is the resolver's business, who gives each an end; one without was put there by
        // somebody.
        boolean addresses = ADDRESSES.matcher(text).matches();
        if (!addresses && !SET.matcher(text).matches()) {
            throw fault("not understood in a set: " + text);
        }
        for (String element : addresses ? text.split(",") : new String[0]) {
            if (!element.isBlank() && !element.contains(" timeout ")) {
                throw fault("an address without an end: " + element.strip());
            }
        }
    }

    private void rule(String counted) {
        String text = NftCounters.without(counted);
        if (!based) {
            if (!text.equals("type filter hook " + chain + " priority filter; policy drop;")) {
                throw fault("a chain begins with its hook and drops: " + text);
            }
            based = true;
            return;
        }
        if (ended) {
            throw fault("a rule after the last one: " + text);
        }
        if (text.equals("counter drop")) {
            ended = true;
        } else if (text.equals(chain.equals("output") ? "oifname \"lo\" accept" : "iifname \"lo\" accept")
                || text.equals("icmpv6 type 133-136 ip6 hoplimit 255 accept")) {
            if (chain.equals("forward")) {
                throw fault("a device forwards nothing: " + text);
            }
        } else if (NftCounters.shows(text, NftCounters.prefixes(""))) {
            // It only shows what the next rule drops.
            return;
        } else if (text.startsWith("ct mark ") || text.startsWith(ANSWERS)) {
            mark(text.substring((text.startsWith(ANSWERS) ? ANSWERS : "ct mark ").length()));
        } else {
            boxes.add(flow(text));
        }
    }

    private void mark(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 2 || !words[1].equals("accept")) {
            throw fault("not understood: " + text);
        }
        marks.add(words[0]);
    }

    private Box flow(String text) {
        List<String> words = new ArrayList<>(Arrays.asList(text.split(" ", -1)));
        int size = words.size();
        boolean framed = size > TAIL
                && words.get(size - 1).equals("accept")
                && text.contains(" ct mark set " + words.get(size - 2) + " accept");
        if (!framed || chain.equals("forward")) {
            throw fault("not understood: " + text);
        }
        marks.add(words.get(size - 2));
        Way way = chain.equals("output") ? Way.FROM_DEVICE : Way.TO_DEVICE;
        // Tables that were written before flows were counted have no counter.
        int match = size - TAIL - (words.get(size - TAIL - 1).equals("counter") ? 1 : 0);
        Optional<Box> box = NftMatch.read(words.subList(0, match), way);
        return box.orElseThrow(() -> fault("not understood: " + text));
    }

    private NftException fault(String reason) {
        return new NftException(reason, line);
    }
}
