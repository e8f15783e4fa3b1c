package dev.muster.format.network.netlink;

import dev.muster.format.network.packet.Prefix;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;

/** One rule in words as the expressions that nft makes of it. */
final class RuleMessages {
    private static final Map<String, Integer> VERDICTS =
            Map.of("accept", Codes.ACCEPT, "drop", Codes.DROP, "return", Codes.RETURN);
    private static final Map<String, Integer> TRANSPORTS = Map.of("icmp", 1, "tcp", 6, "udp", 17, "icmpv6", 58);

    private final Expressions to;
    private final Words words;
    private int family;
    private int protocol = -1;

    private RuleMessages(Messages out, String rule) {
        this.to = new Expressions(out);
        this.words = new Words(rule);
    }

    /**
     * Appends the expressions to a message.
     *
     * @throws NetlinkException when there is a word that is not known
     */
    static void write(Messages out, String rule) {
        RuleMessages writer = new RuleMessages(out, rule);
        int list = out.open(Codes.RULE_EXPRESSIONS);
        try {
            while (!writer.words.ended()) {
                writer.statement(writer.words.next());
            }
        } catch (NumberFormatException no) {
            throw writer.words.unclear("a number of " + rule);
        }
        out.close(list);
    }

    /** What is done with each element of a set: one statement alone. */
    static void said(Messages out, int type, String statement) {
        RuleMessages writer = new RuleMessages(out, statement);
        writer.to.place(type);
        writer.statement(writer.words.next());
        if (!writer.words.ended()) {
            throw writer.words.unclear(statement);
        }
    }

    private void statement(String word) {
        String after = words.peek(1);
        if ((word.equals("ip") || word.equals("ip6") || word.equals("ether"))
                && (after.equals(".") || after.equals("&"))) {
            new KeyMessages(to, words, this::family).write(word);
            return;
        }
        switch (word) {
            case "meta" -> meta(words.next());
            case "ip", "ip6" -> network(word.equals("ip") ? 4 : 6, words.next());
            case "ether" -> {
                sender();
                set();
            }
            case "tcp", "udp", "icmp", "icmpv6" -> transport(word, words.next());
            case "iifname", "oifname" -> {
                to.load("meta", word.equals("iifname") ? Codes.META_IIFNAME : Codes.META_OIFNAME);
                to.compare(Codes.EQUAL, words.name(words.next()));
            }
            case "ct" -> connection(words.next());
            case "counter" -> to.counter();
            case "limit" -> limit();
            case "log" -> log();
            default -> verdict(word);
        }
    }

    private void sender() {
        words.expect("saddr");
        to.ethernet();
        to.payload(Codes.LINK, Codes.ETHER_BYTES, Codes.ETHER_BYTES);
    }

    private void verdict(String word) {
        if (word.equals("jump") || word.equals("goto")) {
            to.verdict(word.equals("jump") ? Codes.JUMP : Codes.GOTO, words.next());
            return;
        }
        Integer code = VERDICTS.get(word);
        if (code == null || !words.ended()) {
            throw words.unclear(word);
        }
        to.verdict(code);
    }

    private void meta(String field) {
        switch (field) {
            case "nfproto" -> {
                String name = words.next();
                family(name.equals("ipv4") ? 4 : name.equals("ipv6") ? 6 : -1);
            }
            case "l4proto" -> {
                to.load("meta", Codes.META_L4PROTO);
                int[] span = words.span(words.next(), 0xff);
                to.compare(Expressions.octet(span[0]), Expressions.octet(span[1]));
                protocol = span[0] == span[1] ? span[0] : -1;
            }
            default -> throw words.unclear(field);
        }
    }

    private void family(int of) {
        if (of < 0 || (family != 0 && family != of)) {
            throw words.unclear("IPv" + of);
        }
        if (family == 0) {
            to.load("meta", Codes.META_NFPROTO);
            to.compare(Codes.EQUAL, Expressions.octet(of == 4 ? Codes.NFPROTO_IPV4 : Codes.NFPROTO_IPV6));
            family = of;
        }
    }

    private void network(int of, String field) {
        family(of);
        if (of == 6 && field.equals("hoplimit")) {
            to.payload(Codes.NETWORK, 7, 1);
            to.compare(Codes.EQUAL, Expressions.octet(words.span(words.next(), 0xff)[0]));
            return;
        }
        int bytes = of == 4 ? 4 : 16;
        int offset = switch (field) {
            case "saddr" -> of == 4 ? 12 : 8;
            case "daddr" -> of == 4 ? 16 : 24;
            default -> throw words.unclear(field);
        };
        String operand = words.peek(words.peek(0).equals("!=") ? 1 : 0);
        if (operand.startsWith("@") || operand.equals("vmap")) {
            to.payload(Codes.NETWORK, offset, bytes);
            set();
        } else {
            addresses(of, offset, bytes);
        }
    }

    /** nft loads only the bytes of a prefix, and masks only within one. */
    private void addresses(int of, int offset, int bytes) {
        int operation = words.follows("!=") ? Codes.UNEQUAL : Codes.EQUAL;
        String word = words.next();
        int dash = word.indexOf('-');
        if (dash > 0 && operation == Codes.EQUAL) {
            to.payload(Codes.NETWORK, offset, bytes);
            to.compare(words.address(word.substring(0, dash), of), words.address(word.substring(dash + 1), of));
            return;
        }
        Prefix prefix = Prefix.parse(word).filter(p -> p.family() == of).orElseThrow(() -> words.unclear(word));
        byte[] base = Expressions.bytes(prefix.base(), bytes);
        int whole = prefix.length() / 8;
        if (prefix.length() % 8 == 0 && whole > 0) {
            to.payload(Codes.NETWORK, offset, whole);
            to.compare(operation, Arrays.copyOf(base, whole));
            return;
        }
        to.payload(Codes.NETWORK, offset, bytes);
        BigInteger ones = BigInteger.ONE.shiftLeft(bytes * 8).subtract(BigInteger.ONE);
        int host = bytes * 8 - prefix.length();
        to.bitwise(Expressions.bytes(ones.shiftRight(host).shiftLeft(host), bytes), new byte[bytes]);
        to.compare(operation, base);
    }

    private void set() {
        boolean not = words.follows("!=");
        boolean map = !not && words.follows("vmap");
        String word = words.next();
        if (!word.startsWith("@")) {
            throw words.unclear(word);
        }
        to.lookup(word.substring(1), not, map);
    }

    private void transport(String header, String field) {
        int number = TRANSPORTS.getOrDefault(header, -1);
        boolean icmp = header.startsWith("icmp");
        if (icmp) {
            family(header.equals("icmp") ? 4 : 6);
        }
        if (protocol != number) {
            if (protocol >= 0) {
                throw words.unclear(header);
            }
            to.load("meta", Codes.META_L4PROTO);
            to.compare(Codes.EQUAL, Expressions.octet(number));
            protocol = number;
        }
        int size = icmp ? 1 : 2;
        int offset = switch (field) {
            case "type", "sport" -> 0;
            case "code", "dport" -> size;
            default -> throw words.unclear(field);
        };
        if (icmp != (field.equals("type") || field.equals("code"))) {
            throw words.unclear(field);
        }
        to.payload(Codes.TRANSPORT, offset, size);
        int[] span = words.span(words.next(), icmp ? 0xff : 0xffff);
        to.compare(Expressions.number(span[0], size), Expressions.number(span[1], size));
    }

    private void connection(String field) {
        if (field.equals("direction")) {
            to.load("ct", Codes.CT_DIRECTION);
            String way = words.next();
            if (!way.equals("original") && !way.equals("reply")) {
                throw words.unclear(way);
            }
            to.compare(Codes.EQUAL, Expressions.octet(way.equals("reply") ? 1 : 0));
            return;
        }
        if (!field.equals("mark")) {
            throw words.unclear(field);
        }
        if (words.follows("set")) {
            mark();
        } else if (words.follows("&")) {
            to.load("ct", Codes.CT_MARK);
            to.bitwise(Expressions.host(words.hex(words.next())), new byte[4]);
            words.expect("==");
            to.compare(Codes.EQUAL, Expressions.host(words.hex(words.next())));
        } else {
            to.load("ct", Codes.CT_MARK);
            to.compare(Codes.EQUAL, Expressions.host(words.hex(words.next())));
        }
    }

    private void mark() {
        if (words.follows("ether")) {
            sender();
            words.expect("map");
            to.map(words.next().substring(1));
        } else if (words.follows("ct")) {
            words.expect("mark");
            words.expect("&");
            int kept = words.hex(words.next());
            words.expect("|");
            int set = words.hex(words.next());
            to.load("ct", Codes.CT_MARK);
            to.bitwise(Expressions.host(kept & ~set), Expressions.host(set));
        } else {
            int set = words.hex(words.next());
            to.constant(Expressions.host(set));
        }
        to.setMark();
    }

    private void limit() {
        words.expect("rate");
        String rate = words.next();
        if (!rate.endsWith("/second")) {
            throw words.unclear(rate);
        }
        long each = Long.parseLong(rate.substring(0, rate.length() - "/second".length()));
        words.expect("burst");
        int burst = Integer.parseInt(words.next());
        words.expect("packets");
        to.limit(each, burst);
    }

    private void log() {
        words.expect("prefix");
        String prefix = words.next().replace("\"", "");
        words.expect("group");
        int group = Integer.parseInt(words.next());
        words.expect("snaplen");
        int length = Integer.parseInt(words.next());
        to.log(prefix, group, length);
    }
}
