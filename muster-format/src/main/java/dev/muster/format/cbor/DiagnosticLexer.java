package dev.muster.format.cbor;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** Words, numbers, strings and comments of diagnostic notation. Offsets of its faults count characters. */
final class DiagnosticLexer {
    /** Longest number: reading decimal digits takes quadratic time. */
    static final int MOST_DIGITS = 1000;

    private final String text;
    private int at;

    DiagnosticLexer(String text) {
        if (text.length() > CborLimits.BYTES) {
            throw new CborException("text is longer than " + CborLimits.BYTES + " characters", "/", 0);
        }
        this.text = text;
    }

    CborException fault(String reason) {
        return new CborException(reason, "/", at);
    }

    /** The next character that is not space or comment; an end of input is a fault. */
    char peek() {
        space();
        if (at >= text.length()) {
            throw fault("text ends");
        }
        return text.charAt(at);
    }

    boolean startsWith(String token) {
        space();
        return text.startsWith(token, at);
    }

    boolean take(String token) {
        if (startsWith(token)) {
            at += token.length();
            return true;
        }
        return false;
    }

    void expect(char token) {
        if (peek() != token) {
            throw fault("expected " + token + ", found " + text.charAt(at));
        }
        at++;
    }

    void end() {
        space();
        if (at < text.length()) {
            throw fault("text after the item");
        }
    }

    /** Comments stand between slashes, or from a number sign to the end of the line. */
    private void space() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '/') {
                int close = text.indexOf('/', at + 1);
                if (close < 0) {
                    throw fault("comment has no end");
                }
                at = close + 1;
            } else if (c == '#') {
                int line = text.indexOf('\n', at);
                at = line < 0 ? text.length() : line + 1;
            } else if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
                at++;
            } else {
                return;
            }
        }
    }

    String word() {
        int from = at;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw fault("unexpected " + text.charAt(at));
        }
        return text.substring(from, at);
    }

    String number() {
        peek();
        int from = at;
        if (text.startsWith("-Infinity", at)) {
            at += "-Infinity".length();
            return "-Infinity";
        }
        boolean hex = text.startsWith("0x", at) || text.startsWith("-0x", at);
        while (at < text.length() && numeric(text.charAt(at), hex, text.charAt(Math.max(from, at - 1)), at == from)) {
            at++;
        }
        if (at - from > MOST_DIGITS) {
            throw fault("number of more than " + MOST_DIGITS + " characters");
        }
        return text.substring(from, at);
    }

    private static boolean numeric(char c, boolean hex, char before, boolean first) {
        if (hex) {
            return HexFormat.isHexDigit(c) || c == 'x' || c == '-';
        }
        boolean sign = c == '-' || c == '+';
        return Character.isDigit(c)
                || c == '.'
                || c == 'e'
                || c == 'E'
                || (sign && (first || before == 'e' || before == 'E'));
    }

    /** The encoding indicator that follows directly, 0 to 3, or -1. */
    int indicator() {
        if (at + 1 < text.length() && text.charAt(at) == '_') {
            int width = text.charAt(at + 1) - '0';
            if (width >= 0 && width <= 3) {
                at += 2;
                return width;
            }
        }
        return -1;
    }

    byte[] byteString() {
        if (take("h")) {
            String hex = quoted('\'').replaceAll("/[^/]*/|#[^\n]*|\\s", "");
            try {
                return HexFormat.of().parseHex(hex);
            } catch (IllegalArgumentException e) {
                throw fault("not hexadecimal: " + e.getMessage());
            }
        }
        if (take("b64")) {
            String base64 =
                    quoted('\'').replaceAll("[\\s=]", "").replace('-', '+').replace('_', '/');
            try {
                return Base64.getDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw fault("not base64: " + e.getMessage());
            }
        }
        return quoted('\'').getBytes(StandardCharsets.UTF_8);
    }

    String quoted(char quote) {
        expect(quote);
        StringBuilder content = new StringBuilder();
        while (true) {
            if (at >= text.length()) {
                throw fault("string has no end");
            }
            char c = text.charAt(at++);
            if (c == quote) {
                return content.toString();
            }
            content.append(c == '\\' ? escape() : c);
        }
    }

    private char escape() {
        if (at >= text.length()) {
            throw fault("string has no end");
        }
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            case '"', '\'', '\\', '/' -> c;
            default -> throw fault("unknown escape \\" + c);
        };
    }

    private char unicode() {
        if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
            throw fault("expected four hexadecimal digits");
        }
        at += 4;
        return (char) Integer.parseInt(text, at - 4, at, 16);
    }
}
