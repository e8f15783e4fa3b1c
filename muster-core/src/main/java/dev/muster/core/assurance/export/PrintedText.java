package dev.muster.core.assurance.export;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Text in Helvetica, which every reader of PDF brings (ISO 32000-1 §9.6.2.2): how wide it is, how it breaks into lines, and
 * how it is written. What Windows code page 1252 does not have is printed as a question mark.
 */
final class PrintedText {
    private static final Charset WIN_ANSI = Charset.forName("windows-1252");
    private static final int FIRST = 32;
    /** Of an em; from the published metrics of the font, from the blank to the tilde. */
    private static final short[] WIDTHS = {
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556,
                556,
        556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556,
                833,
        722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500,
                556,
        556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500,
                334,
        260, 334, 584
    };

    private static final int EM = 1000;
    /** A sign that is not in the table is as wide as a digit, or a little less. */
    private static final int OTHER = 556;

    private PrintedText() {}

    /** In points, at this size in points. */
    static double width(String text, double size) {
        long all = 0;
        for (int i = 0; i < text.length(); i++) {
            all += width(text.charAt(i));
        }
        return all * size / EM;
    }

    private static int width(char sign) {
        int base = sign - FIRST < WIDTHS.length
                ? sign
                : Normalizer.normalize(String.valueOf(sign), Normalizer.Form.NFD)
                        .charAt(0);
        return base >= FIRST && base - FIRST < WIDTHS.length ? WIDTHS[base - FIRST] : OTHER;
    }

    /** Lines that are no wider than that; a word that is wider is broken. */
    static List<String> lines(String text, double size, double widest) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            String rest = word;
            if (!line.isEmpty() && width(line + " " + rest, size) > widest) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (line.isEmpty() && width(rest, size) > widest && rest.length() > 1) {
                int fits = fitting(rest, size, widest);
                lines.add(rest.substring(0, fits));
                rest = rest.substring(fits);
            }
            line.append(line.isEmpty() ? "" : " ").append(rest);
        }
        lines.add(line.toString());
        return lines;
    }

    private static int fitting(String word, double size, double widest) {
        int fits = 1;
        while (fits < word.length() && width(word.substring(0, fits + 1), size) <= widest) {
            fits++;
        }
        return fits;
    }

    /** As a string object (ISO 32000-1 §7.3.4.2); bytes above ASCII as octal numbers. */
    static String written(String text) {
        StringBuilder out = new StringBuilder("(");
        for (byte one : text.getBytes(WIN_ANSI)) {
            int sign = one & 0xff;
            if (sign == '(' || sign == ')' || sign == '\\') {
                out.append('\\').append((char) sign);
            } else if (sign < FIRST || sign > '~') {
                out.append('\\').append(String.format(Locale.ROOT, "%03o", sign));
            } else {
                out.append((char) sign);
            }
        }
        return out.append(')').toString();
    }

    static byte[] bytes(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }
}
