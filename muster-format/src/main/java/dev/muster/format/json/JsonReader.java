package dev.muster.format.json;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one text as one value, whole and strict. */
public final class JsonReader {
    /** Digits, sign, point and exponent of one number: longer ones only cost. Doubles have 17 digits, keys none. */
    private static final int NUMBER_CHARS_MOST = 128;

    private final byte[] in;
    private final JsonLimits limits;
    private final @Nullable Places places;
    private final Deque<Object> path = new ArrayDeque<>();
    private int at;
    private int values;

    private JsonReader(byte[] in, JsonLimits limits, @Nullable Places places) {
        this.in = in;
        this.limits = limits;
        this.places = places;
    }

    /** Reads with the default limits; {@link JsonException} says where a text is no I-JSON. */
    public static Json read(byte[] text) {
        return read(text, JsonLimits.DEFAULT);
    }

    /** Reads with these limits. */
    public static Json read(byte[] text, JsonLimits limits) {
        return read(text, limits, null);
    }

    static Json read(byte[] text, JsonLimits limits, @Nullable Places places) {
        if (text.length > limits.bytes()) {
            throw new JsonException("longer than the limit of " + limits.bytes() + " bytes", "/", limits.bytes(), 0, 0);
        }
        JsonReader reader = new JsonReader(text, limits, places);
        if (text.length >= 3 && text[0] == (byte) 0xef && text[1] == (byte) 0xbb && text[2] == (byte) 0xbf) {
            throw reader.fault("a byte order mark (RFC 8259 §8.1)", 0);
        }
        Json value = reader.value();
        reader.space();
        if (reader.at < text.length) {
            throw reader.fault("text after the value", reader.at);
        }
        return value;
    }

    private Json value() {
        space();
        if (++values > limits.values()) {
            throw fault("more values than the limit of " + limits.values(), at);
        }
        if (places != null) {
            places.seen(path, at);
        }
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new Json.Text(string());
            case 't' -> word("true", new Json.Bool(true));
            case 'f' -> word("false", new Json.Bool(false));
            case 'n' -> word("null", new Json.Null());
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
            case -1 -> throw fault("the text ends where a value must be", at);
            default -> throw fault("expected a value, found " + shown(), at);
        };
    }

    private Json object() {
        enter();
        Map<String, Json> members = new LinkedHashMap<>();
        space();
        if (peek() != '}') {
            do {
                space();
                int nameAt = at;
                if (peek() != '"') {
                    throw fault("expected a member's name in quotation marks, found " + shown(), at);
                }
                String name = string();
                if (members.containsKey(name)) {
                    throw fault("the member \"" + name + "\" is there twice (RFC 7493 §2.3)", nameAt);
                }
                space();
                expect(':');
                path.addLast(name);
                members.put(name, value());
                path.removeLast();
                space();
            } while (more('}'));
        }
        at++;
        return new Json.Obj(members);
    }

    private Json array() {
        enter();
        List<Json> elements = new ArrayList<>();
        space();
        if (peek() != ']') {
            do {
                path.addLast(elements.size());
                elements.add(value());
                path.removeLast();
                space();
            } while (more(']'));
        }
        at++;
        return new Json.Arr(elements);
    }

    private void enter() {
        if (path.size() >= limits.depth()) {
            throw fault("deeper than the limit of " + limits.depth(), at);
        }
        at++;
    }

    /** True when a comma and another item follow; the end mark is left to be read. */
    private boolean more(char end) {
        int next = peek();
        if (next == end) {
            return false;
        }
        expect(',');
        space();
        if (peek() == end) {
            throw fault("a comma with nothing after it", at);
        }
        return true;
    }

    private Json word(String word, Json value) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= in.length || in[at + i] != word.charAt(i)) {
                throw fault("expected a value, found " + shown(), at);
            }
        }
        at += word.length();
        return value;
    }

    /** RFC 8259 §6; a leading zero and a bare point are no numbers. */
    private Json number() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            digits();
        }
        if (peek() == '.') {
            at++;
            digits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            digits();
        }
        if (at - start > NUMBER_CHARS_MOST) {
            throw fault("a number of more than " + NUMBER_CHARS_MOST + " characters", start);
        }
        String literal = new String(in, start, at - start, java.nio.charset.StandardCharsets.US_ASCII);
        try {
            BigDecimal number = new BigDecimal(literal);
            if (Double.isInfinite(number.doubleValue())) {
                throw fault("a number larger than a double (RFC 7493 §2.2)", start);
            }
            return new Json.Num(number);
        } catch (NumberFormatException e) {
            throw fault("a number larger than a double (RFC 7493 §2.2)", start);
        }
    }

    private void digits() {
        int start = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == start) {
            throw fault("expected a digit, found " + shown(), at);
        }
    }

    private String string() {
        JsonString string = new JsonString(in, at + 1);
        try {
            String text = string.read();
            at = string.end();
            return text;
        } catch (JsonString.Broken broken) {
            throw fault(broken.reason(), broken.at());
        }
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw fault("expected '" + wanted + "', found " + shown(), at);
        }
        at++;
    }

    private void space() {
        while (at < in.length && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
            at++;
        }
    }

    private int peek() {
        return at < in.length ? in[at] & 0xff : -1;
    }

    private String shown() {
        int next = peek();
        if (next < 0) {
            return "the end of the text";
        }
        return next > 0x20 && next < 0x7f ? "'" + (char) next + "'" : String.format("byte 0x%02x", next);
    }

    private JsonException fault(String reason, int offset) {
        JsonPlace place = JsonPlace.of(in, offset);
        return new JsonException(reason, pointer(path), offset, place.line(), place.column());
    }

    private static String pointer(Deque<Object> path) {
        if (path.isEmpty()) {
            return "/";
        }
        StringBuilder pointer = new StringBuilder();
        for (Iterator<Object> steps = path.iterator(); steps.hasNext(); ) {
            pointer.append('/').append(JsonCursor.escaped(steps.next().toString()));
        }
        return pointer.toString();
    }

    /** Remembers where the value that a pointer names begins, or the nearest container around it. */
    static final class Places {
        private final String wanted;
        private int longest = -1;
        private int found;

        Places(String pointer) {
            this.wanted = pointer.equals("/") ? "" : pointer;
        }

        int found() {
            return found;
        }

        private void seen(Deque<Object> path, int offset) {
            String here = path.isEmpty() ? "" : pointer(path);
            boolean around = here.isEmpty() || wanted.equals(here) || wanted.startsWith(here + "/");
            if (around && here.length() > longest) {
                longest = here.length();
                found = offset;
            }
        }
    }
}
