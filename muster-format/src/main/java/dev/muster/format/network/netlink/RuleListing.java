package dev.muster.format.network.netlink;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The expressions of one rule of the kernel's in words. */
final class RuleListing {
    private final boolean counted;
    private final String where;
    private final List<String> words = new ArrayList<>();
    private final Headers headers;
    private KeyListing key;
    private Loaded loaded = Loaded.NONE;
    private byte[] mask = {};
    private byte[] xor = {};
    private byte[] low = {};
    private byte[] constant = {};

    private RuleListing(boolean counted, String where) {
        this.counted = counted;
        this.where = where;
        this.headers = new Headers(words);
        this.key = new KeyListing(headers);
    }

    /**
     * The words of a rule.
     *
     * @param rule the attributes of the message
     * @param counted with what counters say
     * @throws NetlinkException when anything of it is not known
     */
    static String words(Attributes rule, boolean counted, String where) {
        RuleListing listing = new RuleListing(counted, where);
        for (Attributes expression : rule.list(Codes.RULE_EXPRESSIONS)) {
            listing.expression(expression);
        }
        listing.headers.tell();
        if (listing.low.length > 0
                || listing.mask.length > 0
                || listing.constant.length > 0
                || !listing.key.isEmpty()
                || listing.headers.unfinished()) {
            throw listing.unclear("a rule that ends before it says anything");
        }
        return String.join(" ", listing.words);
    }

    private NetlinkException unclear(String what) {
        return new NetlinkException("not understood: " + what + " after \"" + String.join(" ", words) + "\"", where);
    }

    private void expression(Attributes expression) {
        String name = expression.text(Codes.EXPRESSION_NAME);
        Attributes data = expression.inner(Codes.EXPRESSION_DATA);
        boolean range = low.length > 0;
        switch (name) {
            case "meta" -> meta(data);
            case "ct" -> connection(data);
            case "payload" -> payload(data);
            case "bitwise" -> bitwise(data);
            case "cmp" -> compare(data);
            case "lookup" -> lookup(data);
            case "byteorder" -> {
                // nft turns the one byte of a protocol around when it stands in a range.
                if (!loaded.what().equals("l4proto") || data.number(4) != 1 || data.number(1) != data.number(2)) {
                    throw unclear(name);
                }
            }
            case "immediate" -> immediate(data);
            default -> {
                headers.tell();
                words.add(Statement.words(name, data, counted).orElseThrow(() -> unclear(name)));
            }
        }
        if (range && low.length > 0) {
            throw unclear("half a range");
        }
    }

    private void register(Attributes data, int type) {
        if (data.number(type) != Codes.REGISTER) {
            throw unclear("another register");
        }
    }

    private void load(Attributes data, Loaded field) {
        int slot = KeyListing.slot(data.number(1));
        if (slot > 0) {
            // The next field of a key that a set is asked for.
            if (constant.length > 0 || low.length > 0 || !key.add(slot, loaded, mask)) {
                throw unclear("another register");
            }
            mask = new byte[0];
        } else if (mask.length > 0 || constant.length > 0 || !key.isEmpty()) {
            throw unclear("a value that nobody uses");
        }
        loaded = field;
    }

    private void meta(Attributes data) {
        data.only(Set.of(1, 2));
        load(data, Loaded.meta(data.number(2)).orElseThrow(() -> unclear("meta " + data.number(2))));
    }

    private void connection(Attributes data) {
        if (data.has(4)) {
            setMark(data);
            return;
        }
        data.only(Set.of(1, 2));
        load(data, Loaded.connection(data.number(2)).orElseThrow(() -> unclear("ct " + data.number(2))));
    }

    private void setMark(Attributes data) {
        data.only(Set.of(2, 4));
        register(data, 4);
        if (data.number(2) != Codes.CT_MARK) {
            throw unclear("ct set " + data.number(2));
        }
        headers.tell();
        if (constant.length == 4) {
            words.add("ct mark set " + Expressions.hex(constant));
        } else if (loaded.what().equals("ct mark") && mask.length == 4) {
            words.add("ct mark set ct mark & " + Expressions.hex(mask) + " | " + Expressions.hex(xor));
        } else if (loaded.what().startsWith("ether saddr map @")) {
            words.add("ct mark set " + loaded.what());
        } else {
            throw unclear("a mark");
        }
        if (mask.length == 4 && (Expressions.host(mask) & Expressions.host(xor)) != 0) {
            throw unclear("bits that are turned");
        }
        constant = new byte[0];
        mask = new byte[0];
        loaded = Loaded.NONE;
    }

    private void payload(Attributes data) {
        data.only(Set.of(1, 2, 3, 4));
        load(data, new Loaded("payload", data.number(2), data.number(3), data.number(4)));
    }

    private void bitwise(Attributes data) {
        data.only(Set.of(1, 2, 3, 4, 5, 6));
        if (KeyListing.slot(data.number(1)) != key.next() || data.number(1) != data.number(2)) {
            throw unclear("another register");
        }
        boolean known = loaded.what().equals("payload") || loaded.what().equals("ct mark");
        if (!known || mask.length > 0 || data.number(6, 0) != 0 || data.number(3) != loaded.bytes()) {
            throw unclear("bits");
        }
        mask = data.value(4);
        xor = data.value(5);
        if (mask.length != loaded.bytes() || xor.length != loaded.bytes()) {
            throw unclear("bits");
        }
    }

    private void compare(Attributes data) {
        data.only(Set.of(1, 2, 3));
        register(data, 1);
        if (!key.isEmpty()) {
            throw unclear("a part of a key");
        }
        byte[] value = data.value(3);
        int operation = data.number(2);
        if (value.length != loaded.bytes()) {
            throw unclear("a comparison of " + value.length + " bytes");
        }
        if (operation == Codes.AT_LEAST && low.length == 0 && mask.length == 0) {
            low = value;
            return;
        }
        boolean range = operation == Codes.AT_MOST && low.length > 0;
        if (!range && (low.length > 0 || (operation != Codes.EQUAL && operation != Codes.UNEQUAL))) {
            throw unclear("a comparison " + operation);
        }
        try {
            compared(range ? low : value, value, operation == Codes.UNEQUAL);
        } catch (IllegalArgumentException no) {
            throw unclear(String.valueOf(no.getMessage()));
        }
        low = new byte[0];
        mask = new byte[0];
    }

    private void compared(byte[] from, byte[] to, boolean not) {
        if (from.length == 0 || to.length == 0) {
            throw unclear("a comparison with nothing");
        }
        boolean plain = !not && mask.length == 0 && Arrays.equals(from, to);
        switch (loaded.what()) {
            case "nfproto" -> plain &= headers.family(from[0]);
            case "l4proto" -> {
                plain = !not;
                headers.protocol(from[0] & 0xff, to[0] & 0xff);
            }
            case "iiftype" -> plain &= headers.link(from);
            case "iifname", "oifname" -> {
                headers.tell();
                words.add(loaded.what() + " \"" + new String(from, StandardCharsets.US_ASCII).replace("\0", "") + "\"");
            }
            case "ct direction" -> {
                headers.tell();
                words.add("ct direction " + (from[0] == 0 ? "original" : "reply"));
                plain &= from[0] == 0 || from[0] == 1;
            }
            case "ct mark" -> {
                headers.tell();
                boolean masked = mask.length > 0;
                plain = !not && Arrays.equals(from, to) && (!masked || Expressions.host(xor) == 0);
                words.add("ct mark " + (masked ? "& " + Expressions.hex(mask) + " == " : "") + Expressions.hex(from));
            }
            case "payload" -> {
                if (headers.both(loaded)) {
                    halves(from, to, not);
                    return;
                }
                String field = field();
                plain = true;
                words.add(field + (not ? " != " : " ") + headers.value(loaded, from, to, not, mask, xor));
            }
            default -> plain = false;
        }
        if (!plain) {
            throw unclear(loaded.what());
        }
    }

    /** nft compares numbers that stand side by side at once. */
    private void halves(byte[] from, byte[] to, boolean not) {
        int half = loaded.bytes() / 2;
        if (!Arrays.equals(from, to)) {
            throw unclear("a range of two numbers");
        }
        for (int i = 0; i < 2; i++) {
            loaded = new Loaded(loaded.what(), Codes.TRANSPORT, i * half, half);
            byte[] part = Arrays.copyOfRange(from, i * half, (i + 1) * half);
            compared(part, part, not);
        }
    }

    private String field() {
        String name = headers.name(loaded);
        if (name.isEmpty()) {
            throw unclear("a part of the packet");
        }
        return name;
    }

    private void lookup(Attributes data) {
        data.only(Set.of(1, 2, 3, 5));
        register(data, 2);
        int flags = data.number(5, 0);
        boolean map = data.has(3);
        if (!key.isEmpty()) {
            if (map || flags != 0 || !key.end(loaded, mask)) {
                throw unclear("a lookup");
            }
            words.add(key.words() + " @" + data.text(1));
            key = new KeyListing(headers);
            mask = new byte[0];
            loaded = Loaded.NONE;
            return;
        }
        if (!loaded.what().equals("payload") || mask.length > 0 || flags < 0 || flags > 1 || (map && flags != 0)) {
            throw unclear("a lookup");
        }
        String name = field();
        int bytes = name.startsWith("ether") ? Codes.ETHER_BYTES : name.startsWith("ip ") ? 4 : 16;
        if (loaded.base() == Codes.TRANSPORT || loaded.bytes() != bytes) {
            throw unclear("a lookup of " + name);
        }
        if (map && data.number(3) == Codes.REGISTER) {
            loaded = Loaded.of(name + " map @" + data.text(1), 4);
        } else if (map && data.number(3) != Codes.VERDICT_REGISTER) {
            throw unclear("a lookup");
        } else {
            words.add(name + (map ? " vmap @" : flags == 1 ? " != @" : " @") + data.text(1));
        }
    }

    private void immediate(Attributes data) {
        data.only(Set.of(1, 2));
        if (data.number(1) == Codes.REGISTER) {
            load(data, Loaded.NONE);
            constant = data.value(2);
            return;
        }
        if (data.number(1) != Codes.VERDICT_REGISTER || !key.isEmpty()) {
            throw unclear("a verdict");
        }
        headers.tell();
        words.add(Statement.verdict(data.inner(2).inner(Codes.DATA_VERDICT)).orElseThrow(() -> unclear("a verdict")));
    }
}
