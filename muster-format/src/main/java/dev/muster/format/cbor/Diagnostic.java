package dev.muster.format.cbor;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;

/**
 * Diagnostic notation (RFC 8949 §8): printed on one line, read with the comments, embedded sequences and string forms
 * that published examples use (RFC 8610 appendix G).
 */
public final class Diagnostic {
    /** Longest bignum printed in decimal, which takes quadratic time; longer ones are shown as tag and bytes. */
    private static final int MOST_BIGNUM_BYTES = 400;

    private final StringBuilder out = new StringBuilder();

    private Diagnostic() {}

    /** Prints one item; only well-formedness is asked of it. */
    public static String print(byte[] item) {
        return print(Cbor.parse(item, CborProfile.WELL_FORMED, CborLimits.DEFAULT));
    }

    /**
     * Reads one item. Keys keep the order of the text; {@link CborException} offsets count characters.
     *
     * <p>Understood: integers, floats, {@code "text"}, {@code 'text as bytes'}, {@code h''}, {@code b64''}, arrays, maps,
     * tags, {@code simple(n)}, {@code <<sequence>>}, {@code _} for indefinite lengths, encoding indicators on numbers,
     * and both kinds of comment. Not understood: {@code b32''}, {@code h32''}, concatenation and elisions.
     */
    public static Cbor parse(String text) {
        return Cbor.parse(new DiagnosticParser(text).item(), CborProfile.VALID, CborLimits.DEFAULT);
    }

    /** Prints a tree. */
    public static String print(Cbor item) {
        Diagnostic diagnostic = new Diagnostic();
        diagnostic.item(item);
        return diagnostic.out.toString();
    }

    private void item(Cbor item) {
        switch (item) {
            case CborInteger integer -> out.append(integer.asBigInteger());
            case CborBytes bytes -> string(bytes, bytes);
            case CborText text -> string(text, text);
            case CborArray array -> {
                out.append(indefinite(array) ? "[_ " : "[");
                String between = "";
                for (Cbor each : array) {
                    out.append(between);
                    item(each);
                    between = ", ";
                }
                out.append(']');
            }
            case CborMap map -> {
                out.append(indefinite(map) ? "{_ " : "{");
                String between = "";
                for (CborMap.Entry entry : map.entries()) {
                    out.append(between);
                    item(entry.key());
                    out.append(": ");
                    item(entry.value());
                    between = ", ";
                }
                out.append('}');
            }
            case CborTag tag -> tag(tag);
            case CborFloat number -> number(number.asDouble());
            case CborSimple simple ->
                out.append(
                        switch (simple.value()) {
                            case 20 -> "false";
                            case 21 -> "true";
                            case 22 -> "null";
                            case 23 -> "undefined";
                            default -> "simple(" + simple.value() + ")";
                        });
        }
    }

    private static boolean indefinite(CborSpan span) {
        return Head.indefinite(span.in, span.start);
    }

    private void tag(CborTag tag) {
        long number = Head.argument(tag.in, tag.start);
        boolean bignum = (number == 2 || number == 3)
                && tag.content() instanceof CborBytes bytes
                && !Head.indefinite(bytes.in, bytes.start)
                && bytes.length() <= MOST_BIGNUM_BYTES;
        if (bignum) {
            BigInteger value = tag.asBigInteger();
            BigInteger magnitude = value.signum() < 0 ? value.not() : value;
            if (magnitude.bitLength() > 64
                    && magnitude.bitLength() > 8 * (tag.content().asBytes().length - 1)) {
                out.append(value);
                return;
            }
        }
        out.append(Long.toUnsignedString(number)).append('(');
        item(tag.content());
        out.append(')');
    }

    private void string(CborSpan span, Cbor item) {
        if (!indefinite(span)) {
            quoted(item);
            return;
        }
        out.append("(_ ");
        int chunk = span.start + 1;
        String between = "";
        while (chunk < span.end - 1) {
            out.append(between);
            quoted(new CborTree(span.in).item(chunk));
            chunk = Head.skip(span.in, chunk);
            between = ", ";
        }
        out.append(')');
    }

    private void quoted(Cbor item) {
        if (item instanceof CborBytes bytes) {
            out.append("h'").append(HexFormat.of().formatHex(bytes.asBytes())).append('\'');
            return;
        }
        out.append('"');
        String text = item.asText();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c < 0x20 || c == 0x7f) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private void number(double value) {
        if (Double.isNaN(value)) {
            out.append("NaN");
        } else if (Double.isInfinite(value)) {
            out.append(value < 0 ? "-Infinity" : "Infinity");
        } else {
            out.append(decimal(value));
        }
    }

    /** The shortest digits that read back as the same double, with an exponent only when the number is far from 1. */
    private static String decimal(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-6 || size >= 1e21)) {
            return Double.toString(value).replace("E-", "e-").replace("E", "e+");
        }
        String plain = value == 0 ? Double.toString(value) : new BigDecimal(Double.toString(value)).toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }
}
