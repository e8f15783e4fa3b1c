package dev.muster.format.json;

import java.nio.charset.StandardCharsets;

/** One string of a JSON text: escapes (RFC 8259 §7), UTF-8 (RFC 3629) and the code points that I-JSON allows. */
final class JsonString {
    private final byte[] in;
    private final int start;
    private int at;

    /** @param start the byte after the opening quotation mark */
    JsonString(byte[] in, int start) {
        this.in = in;
        this.start = start;
        this.at = start;
    }

    /** The byte after the closing quotation mark. */
    int end() {
        return at;
    }

    String read() throws Broken {
        // Nearly every string is ASCII without escapes: one copy, no builder.
        while (at < in.length && in[at] >= 0x20 && in[at] != '"' && in[at] != '\\') {
            at++;
        }
        String plain = new String(in, start, at - start, StandardCharsets.US_ASCII);
        if (at < in.length && in[at] == '"') {
            at++;
            return plain;
        }
        return rest(new StringBuilder(plain));
    }

    private String rest(StringBuilder text) throws Broken {
        while (true) {
            if (at >= in.length) {
                throw new Broken("the text ends inside a string", at);
            }
            int next = in[at] & 0xff;
            if (next == '"') {
                at++;
                return text.toString();
            } else if (next == '\\') {
                escape(text);
            } else if (next < 0x20) {
                throw new Broken("a control character inside a string", at);
            } else if (next < 0x80) {
                text.append((char) next);
                at++;
            } else {
                int from = at;
                text.appendCodePoint(allowed(multibyte(next), from));
            }
        }
    }

    private void escape(StringBuilder text) throws Broken {
        int from = at;
        int kind = at + 1 < in.length ? in[at + 1] : -1;
        at += 2;
        switch (kind) {
            case '"', '\\', '/' -> text.append((char) kind);
            case 'b' -> text.append('\b');
            case 'f' -> text.append('\f');
            case 'n' -> text.append('\n');
            case 'r' -> text.append('\r');
            case 't' -> text.append('\t');
            case 'u' -> text.appendCodePoint(allowed(unicode(from), from));
            default -> throw new Broken("an escape that JSON does not have", from);
        }
    }

    private int unicode(int from) throws Broken {
        int unit = hex();
        if (!Character.isHighSurrogate((char) unit)) {
            return unit;
        }
        if (at + 1 < in.length && in[at] == '\\' && in[at + 1] == 'u') {
            at += 2;
            int low = hex();
            if (Character.isLowSurrogate((char) low)) {
                return Character.toCodePoint((char) unit, (char) low);
            }
        }
        throw new Broken("a surrogate without its other half (RFC 7493 §2.1)", from);
    }

    private int hex() throws Broken {
        int value = 0;
        for (int i = 0; i < 4; i++, at++) {
            int digit = at < in.length ? Character.digit(in[at], 16) : -1;
            if (digit < 0) {
                throw new Broken("expected four hexadecimal digits", at);
            }
            value = (value << 4) | digit;
        }
        return value;
    }

    private int multibyte(int first) throws Broken {
        int more = first >= 0xf0 && first <= 0xf4
                ? 3
                : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xc2 && first < 0xe0 ? 1 : 0;
        int from = at;
        int point = first & (0x3f >> more);
        at++;
        for (int i = 0; i < more; i++, at++) {
            if (at >= in.length || (in[at] & 0xc0) != 0x80) {
                throw new Broken("not UTF-8", from);
            }
            point = (point << 6) | (in[at] & 0x3f);
        }
        boolean overlong = (more == 2 && point < 0x800) || (more == 3 && point < 0x10000);
        boolean surrogate = point >= 0xd800 && point <= 0xdfff;
        if (more == 0 || overlong || surrogate || point > Character.MAX_CODE_POINT) {
            throw new Broken("not UTF-8", from);
        }
        return point;
    }

    /** RFC 7493 §2.1: no surrogate and no noncharacter, escaped or not. */
    private static int allowed(int point, int from) throws Broken {
        if (point >= 0xd800 && point <= 0xdfff) {
            throw new Broken("a surrogate without its other half (RFC 7493 §2.1)", from);
        }
        if ((point & 0xfffe) == 0xfffe || (point >= 0xfdd0 && point <= 0xfdef)) {
            throw new Broken("a noncharacter (RFC 7493 §2.1)", from);
        }
        return point;
    }

    /** A fault that does not know its path; the reader does. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;
        private final int at;

        Broken(String reason, int at) {
            super(reason, null, false, false);
            this.reason = reason;
            this.at = at;
        }

        String reason() {
            return reason;
        }

        int at() {
            return at;
        }
    }
}
