package dev.muster.format.cbor;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Diagnostic notation to bytes: RFC 8949 §8 and the parts of RFC 8610 appendix G that published examples use. Items are
 * separated by space or a comma, as the newer notation has it, and written in the shortest form unless an encoding indicator ({@code _0} to {@code _3}) or {@code _} asks for another.
 */
final class DiagnosticParser {
    private final DiagnosticLexer text;
    private final CborWriter out = CborWriter.create();

    DiagnosticParser(String text) {
        this.text = new DiagnosticLexer(text);
    }

    byte[] item() {
        try {
            item(CborLimits.MOST_DEPTH);
        } catch (IllegalArgumentException | ArithmeticException e) {
            // A number out of range, or text that is not Unicode: the writer says what is wrong, the lexer where.
            throw text.fault(String.valueOf(e.getMessage()));
        }
        text.end();
        return out.toByteArray();
    }

    private void item(int depth) {
        if (depth == 0) {
            throw text.fault("nested deeper than " + CborLimits.MOST_DEPTH);
        }
        char next = text.peek();
        if (next == '[') {
            array(depth - 1);
        } else if (next == '{') {
            map(depth - 1);
        } else if (next == '(') {
            chunks(depth - 1);
        } else if (next == '"') {
            out.text(text.quoted('"'));
        } else if (next == '\'' || text.startsWith("h'") || text.startsWith("b64'")) {
            out.bytes(text.byteString());
        } else if (text.take("<<")) {
            DiagnosticParser inner = new DiagnosticParser(text, depth - 1);
            out.bytes(inner.out.toByteArray());
        } else if (next == '-' || next == '+' || Character.isDigit(next)) {
            number(text.number(), depth - 1);
        } else {
            word(text.word());
        }
    }

    /** The items of an embedded sequence, up to the closing {@code >>}. */
    private DiagnosticParser(DiagnosticLexer outer, int depth) {
        this.text = outer;
        while (!text.take(">>")) {
            item(depth);
            text.take(",");
        }
    }

    private void array(int depth) {
        text.expect('[');
        int at = open(4);
        int count = 0;
        while (!text.take("]")) {
            item(depth);
            count++;
            text.take(",");
        }
        close(at, 4, count);
    }

    private void map(int depth) {
        text.expect('{');
        int at = open(5);
        int count = 0;
        while (!text.take("}")) {
            item(depth);
            text.expect(':');
            item(depth);
            count++;
            text.take(",");
        }
        close(at, 5, count);
    }

    private void chunks(int depth) {
        text.expect('(');
        if (!text.take("_")) {
            throw text.fault("expected _ after (");
        }
        boolean bytes = text.peek() != '"';
        out.raw(new byte[] {(byte) (bytes ? 0x5f : 0x7f)}, 0, 1);
        while (!text.take(")")) {
            item(depth);
            text.take(",");
        }
        out.raw(new byte[] {(byte) 0xff}, 0, 1);
    }

    /** Returns where the content starts, or -1 after writing the head of an indefinite-length container. */
    private int open(int major) {
        if (text.startsWith("_ ") || text.startsWith("_\n")) {
            text.take("_");
            out.raw(new byte[] {(byte) ((major << 5) | Head.INDEFINITE)}, 0, 1);
            return -1;
        }
        return out.size();
    }

    private void close(int at, int major, int count) {
        if (at < 0) {
            out.raw(new byte[] {(byte) 0xff}, 0, 1);
        } else {
            out.insertHead(at, major, count);
        }
    }

    private void word(String word) {
        switch (word) {
            case "true" -> out.bool(true);
            case "false" -> out.bool(false);
            case "null" -> out.nil();
            case "undefined" -> out.undefined();
            case "NaN", "Infinity" -> floating(Double.parseDouble(word));
            case "simple" -> {
                text.expect('(');
                out.simple(Integer.parseInt(text.number()));
                text.expect(')');
            }
            default -> throw text.fault("unknown word \"" + word + "\"");
        }
    }

    private void number(String digits, int depth) {
        try {
            if (digits.equals("-Infinity")) {
                floating(Double.NEGATIVE_INFINITY);
            } else if (digits.startsWith("0x") || digits.startsWith("-0x")) {
                integer(new BigInteger(digits.replace("0x", ""), 16), depth);
            } else if (digits.matches("-?\\d+")) {
                integer(new BigInteger(digits), depth);
            } else {
                floating(
                        new BigDecimal(digits).doubleValue() == 0 && digits.startsWith("-")
                                ? -0.0
                                : Double.parseDouble(digits));
            }
        } catch (NumberFormatException e) {
            throw text.fault("not a number: " + digits);
        }
    }

    private void integer(BigInteger value, int depth) {
        int width = text.indicator();
        if (!text.take("(")) {
            if (width < 0) {
                out.integer(value);
            } else {
                int major = value.signum() < 0 ? 1 : 0;
                out.wideHead(major, (major == 0 ? value : value.not()).longValueExact(), width);
            }
            return;
        }
        if (value.signum() < 0 || value.bitLength() > 64) {
            throw text.fault("tag number out of range");
        }
        if (width < 0) {
            out.head(6, value.longValue());
        } else {
            out.wideHead(6, value.longValue(), width);
        }
        item(depth);
        text.expect(')');
    }

    private void floating(double value) {
        switch (text.indicator()) {
            case 1 -> out.wideHead(7, Float.floatToFloat16((float) value) & 0xffffL, 1);
            case 2 -> out.wideHead(7, Float.floatToIntBits((float) value) & 0xffffffffL, 2);
            case 3 -> out.wideHead(7, Double.doubleToLongBits(value), 3);
            default -> out.number(value);
        }
    }
}
