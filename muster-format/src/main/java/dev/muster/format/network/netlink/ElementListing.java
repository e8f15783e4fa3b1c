package dev.muster.format.network.netlink;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The elements of one set as they come, in the words of nft. */
final class ElementListing {
    private static final Set<Integer> KNOWN = Set.of(
            Codes.ELEMENT_KEY,
            Codes.ELEMENT_KEY_END,
            Codes.ELEMENT_DATA,
            Codes.ELEMENT_FLAGS,
            Codes.ELEMENT_TIMEOUT,
            Codes.ELEMENT_EXPIRATION,
            Codes.ELEMENT_COMMENTS,
            Codes.ELEMENT_EXPRESSION,
            Codes.ELEMENT_PAD);

    private final String set;
    private final List<KeyField> fields;
    private final boolean halves;
    private final boolean ranges;
    private final boolean counted;
    private final List<String> words = new ArrayList<>();

    // Of ranges of one field, whose ends are elements of their own; an end comes before what begins at the same key.
    private final TreeMap<BigInteger, String> begins = new TreeMap<>();
    private final TreeMap<BigInteger, BigInteger> ends = new TreeMap<>();

    ElementListing(String set, List<KeyField> fields, int flags, boolean counted) {
        this.set = set;
        this.fields = fields;
        boolean interval = (flags & Codes.SET_INTERVAL) != 0;
        this.halves = interval && fields.size() == 1;
        this.ranges = interval && fields.size() > 1;
        this.counted = counted;
    }

    void add(List<Attributes> elements) {
        for (Attributes element : elements) {
            element.only(KNOWN);
            int flag = element.number(Codes.ELEMENT_FLAGS, 0);
            if (flag != 0 && !(halves && flag == Codes.INTERVAL_END)) {
                throw new NetlinkException("an element with the flags " + flag, "/set " + set);
            }
            byte[] key = element.value(Codes.ELEMENT_KEY);
            boolean wide = element.has(Codes.ELEMENT_KEY_END);
            if (wide && !ranges) {
                throw new NetlinkException("an element with two keys", "/set " + set);
            }
            if (halves) {
                BigInteger at = new BigInteger(1, key);
                if (flag == 0) {
                    begins.put(at, said(element));
                } else {
                    ends.put(at, at);
                }
            } else {
                byte[] high = wide ? element.value(Codes.ELEMENT_KEY_END) : key;
                words.add(Keys.text(fields, key, high) + said(element));
            }
        }
    }

    List<String> words() {
        List<String> all = new ArrayList<>(words);
        int bytes = KeyField.bytes(fields);
        begins.forEach((from, said) -> {
            BigInteger next = Optional.ofNullable(ends.higherKey(from)).orElse(BigInteger.ONE.shiftLeft(bytes * 8));
            all.add(Keys.network(from, next, bytes) + said);
        });
        return all;
    }

    private String said(Attributes element) {
        StringBuilder text = new StringBuilder();
        if (element.has(Codes.ELEMENT_EXPRESSION)) {
            text.append(' ').append(TableListing.said(element.inner(Codes.ELEMENT_EXPRESSION), counted));
        }
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
        if (element.has(Codes.ELEMENT_COMMENTS)) {
            text.append(" comment \"")
                    .append(comment(element.data(Codes.ELEMENT_COMMENTS)))
                    .append('"');
        }
        if (element.has(Codes.ELEMENT_DATA)) {
            text.append(" : ").append(data(element.inner(Codes.ELEMENT_DATA)));
        }
        return text.toString();
    }

    private static String comment(byte[] notes) {
        boolean one = notes.length > 2 && notes[0] == 0 && (notes[1] & 0xff) == notes.length - 2;
        return one
                ? new String(Arrays.copyOfRange(notes, 2, notes.length - 1), StandardCharsets.UTF_8).replace('"', '?')
                : "?";
    }

    private String data(Attributes data) {
        if (data.has(Codes.DATA_VALUE)) {
            byte[] mark = data.data(Codes.DATA_VALUE);
            if (mark.length != 4) {
                throw new NetlinkException("data of " + mark.length + " bytes", "/set " + set);
            }
            return Expressions.hex(mark);
        }
        Attributes verdict = data.inner(Codes.DATA_VERDICT);
        int code = verdict.number(Codes.VERDICT_CODE);
        return code == Codes.JUMP ? "jump " + verdict.text(Codes.VERDICT_CHAIN) : "verdict-" + code;
    }
}
