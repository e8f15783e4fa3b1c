package dev.muster.core.attestation.cel;

import java.util.ArrayList;
import java.util.List;

/** The words of an expression (cel-spec, lexis). */
final class CelLexer {
    private static final List<String> OPERATORS = List.of(
            "&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",", "(", ")",
            "[", "]", "{", "}");

    private final String text;
    private int next;

    private CelLexer(String text) {
        this.text = text;
    }

    enum Kind {
        NAME,
        NUMBER,
        TEXT,
        OPERATOR,
        END
    }

    record Word(Kind kind, String text, int at) {
        boolean is(String operator) {
            return kind == Kind.OPERATOR && text.equals(operator);
        }
    }

    /** @throws CelException where something is that no expression has */
    static List<Word> words(String text) {
        CelLexer lexer = new CelLexer(text);
        List<Word> words = new ArrayList<>();
        do {
            words.add(lexer.word());
        } while (words.getLast().kind() != Kind.END);
        return words;
    }

    private char peek(int ahead) {
        return next + ahead < text.length() ? text.charAt(next + ahead) : 0;
    }

    private Word word() {
        while (next < text.length() && " \t\r\n".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        int at = next;
        if (at == text.length()) {
            return new Word(Kind.END, "", at);
        }
        char first = peek(0);
        boolean raw = (first == 'r' || first == 'R') && isQuote(peek(1));
        if (raw || isQuote(first)) {
            next += raw ? 1 : 0;
            return new Word(Kind.TEXT, quoted(raw), at);
        }
        if ((first == 'b' || first == 'B') && isQuote(peek(1))) {
            throw new CelException("byte strings are not offered here: digests are hexadecimal text", at);
        }
        if (isLetter(first)) {
            while (isLetter(peek(0)) || isDigit(peek(0))) {
                next++;
            }
            return new Word(Kind.NAME, text.substring(at, next), at);
        }
        if (isDigit(first)) {
            return number(at);
        }
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, at)) {
                next += operator.length();
                return new Word(Kind.OPERATOR, operator, at);
            }
        }
        throw new CelException("no expression has a " + Character.getName(text.codePointAt(at)) + " here", at);
    }

    private Word number(int at) {
        boolean hex = peek(0) == '0' && (peek(1) == 'x' || peek(1) == 'X');
        next += hex ? 2 : 0;
        int digits = next;
        while (isDigit(peek(0)) || (hex && Character.digit(peek(0), 16) >= 0 && peek(0) < 128)) {
            next++;
        }
        if (digits == next || isLetter(peek(0)) || (peek(0) == '.' && isDigit(peek(1)))) {
            throw new CelException("numbers here are whole, without a letter behind them", at);
        }
        return new Word(Kind.NUMBER, text.substring(at, next), at);
    }

    private String quoted(boolean raw) {
        int at = next;
        char quote = text.charAt(next++);
        StringBuilder content = new StringBuilder();
        while (peek(0) != quote) {
            if (next >= text.length() || peek(0) == '\n') {
                throw new CelException("this text has no end", at);
            }
            content.append(peek(0) == '\\' && !raw ? escaped() : text.substring(next, ++next));
        }
        next++;
        return content.toString();
    }

    private String escaped() {
        int at = next;
        char letter = peek(1);
        next += 2;
        return switch (letter) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case '\\', '\'', '"', '?', '`' -> String.valueOf(letter);
            case 'x', 'X' -> coded(at, 2);
            case 'u' -> coded(at, 4);
            case 'U' -> coded(at, 8);
            default -> throw new CelException("no text has an escape like this", at);
        };
    }

    private String coded(int at, int digits) {
        try {
            int point = Integer.parseInt(text, next, Math.min(next + digits, text.length()), 16);
            next += digits;
            if (!Character.isValidCodePoint(point) || (point >= 0xd800 && point < 0xe000) || next > text.length()) {
                throw new CelException("this is no character", at);
            }
            return Character.toString(point);
        } catch (NumberFormatException | IndexOutOfBoundsException notHex) {
            throw new CelException("this escape has " + digits + " hexadecimal digits", at);
        }
    }

    private static boolean isQuote(char one) {
        return one == '\'' || one == '"';
    }

    private static boolean isDigit(char one) {
        return one >= '0' && one <= '9';
    }

    private static boolean isLetter(char one) {
        return (one >= 'a' && one <= 'z') || (one >= 'A' && one <= 'Z') || one == '_';
    }
}
