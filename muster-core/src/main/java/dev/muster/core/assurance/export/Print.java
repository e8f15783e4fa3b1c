package dev.muster.core.assurance.export;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A sheet on paper: A4 landscape, the headings again on each page, as PDF 1.4 (ISO 32000-1). The same sheet gives the same
 * bytes on every machine: no time, no number made by chance, and nothing compressed, because compressors differ.
 */
final class Print {
    private static final int WIDTH = 842;
    private static final int HEIGHT = 595;
    private static final int MARGIN = 42;
    private static final double ROOM = WIDTH - 2.0 * MARGIN;
    private static final double TITLE = 13;
    private static final double TEXT = 8;
    private static final double LEADING = 10;
    private static final double PADDING = 3;
    /** Bold letters are a little wider than those that were measured. */
    private static final double BOLD = 1.08;
    /** No column asks for more than that before others have what they need. */
    private static final double WISH_MOST = 260;

    private final Sheet sheet;
    private final double[] widths;
    private final List<StringBuilder> pages = new ArrayList<>();
    private double y;

    private Print(Sheet sheet) {
        this.sheet = sheet;
        this.widths = widths(sheet);
    }

    static byte[] of(Sheet sheet) {
        Print print = new Print(sheet);
        print.head();
        sheet.rows().forEach(print::row);
        return PrintedFile.of(sheet.title(), WIDTH, HEIGHT, print.numbered());
    }

    /** What each column needs for its longest word, and of the rest by how much there is to say. */
    private static double[] widths(Sheet sheet) {
        int columns = sheet.columns().size();
        double[] needs = new double[columns];
        double[] wishes = new double[columns];
        for (int i = 0; i < columns; i++) {
            List<String> cells = new ArrayList<>(List.of(sheet.columns().get(i)));
            int column = i;
            sheet.rows().forEach(row -> cells.add(row.get(column)));
            for (String cell : cells) {
                double whole = PrintedText.width(cell, TEXT) * BOLD + 2 * PADDING;
                wishes[i] = Math.max(wishes[i], Math.min(whole, WISH_MOST));
                for (String word : cell.split("\\s+", -1)) {
                    double wide = PrintedText.width(word, TEXT) * BOLD + 2 * PADDING;
                    needs[i] = Math.max(needs[i], Math.min(wide, ROOM / columns));
                }
            }
        }
        double spare = ROOM;
        double wished = 0;
        for (int i = 0; i < columns; i++) {
            spare -= needs[i];
            wished += Math.max(0, wishes[i] - needs[i]);
        }
        for (int i = 0; i < columns; i++) {
            double share = wished == 0 ? 1.0 / columns : Math.max(0, wishes[i] - needs[i]) / wished;
            needs[i] += spare * share;
        }
        return needs;
    }

    private void head() {
        page();
        y -= TITLE;
        for (String line : PrintedText.lines(sheet.title(), TITLE * BOLD, ROOM)) {
            text("F2", TITLE, MARGIN, y, line);
            y -= TITLE * 1.25;
        }
        for (String line : PrintedText.lines(sheet.note(), TEXT, ROOM)) {
            text("F1", TEXT, MARGIN, y, line);
            y -= LEADING;
        }
        headings();
    }

    private void page() {
        pages.add(new StringBuilder("0.5 w\n"));
        y = HEIGHT - MARGIN;
    }

    private void headings() {
        cells("F2", wrapped(sheet.columns(), BOLD));
    }

    private List<List<String>> wrapped(List<String> cells, double wider) {
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            all.add(PrintedText.lines(cells.get(i), TEXT * wider, widths[i] - 2 * PADDING));
        }
        return all;
    }

    /** One that does not fit goes to the next page, and on to further ones when it is higher than a page. */
    private void row(List<String> cells) {
        List<List<String>> left = wrapped(cells, 1);
        while (lines(left) > 0) {
            int fit = (int) ((y - MARGIN - 2 * PADDING) / LEADING);
            if (lines(left) > fit && (lines(left) <= fitOnFresh() || fit < 1)) {
                page();
                headings();
                continue;
            }
            int now = Math.min(fit, lines(left));
            cells(
                    "F1",
                    left.stream()
                            .map(lines -> lines.subList(0, Math.min(now, lines.size())))
                            .toList());
            left = left.stream()
                    .map(lines -> lines.subList(Math.min(now, lines.size()), lines.size()))
                    .toList();
        }
    }

    private int fitOnFresh() {
        double headed = lines(wrapped(sheet.columns(), BOLD)) * LEADING + 2 * PADDING;
        return (int) ((HEIGHT - 2.0 * MARGIN - headed - 2 * PADDING) / LEADING);
    }

    private static int lines(List<List<String>> cells) {
        return cells.stream().mapToInt(List::size).max().orElse(0);
    }

    private void cells(String font, List<List<String>> cells) {
        double high = lines(cells) * LEADING + 2 * PADDING;
        double x = MARGIN;
        for (int i = 0; i < widths.length; i++) {
            out(String.format(Locale.ROOT, "%.2f %.2f %.2f %.2f re S\n", x, y - high, widths[i], high));
            double line = y - PADDING - TEXT;
            for (String words : cells.get(i)) {
                text(font, TEXT, x + PADDING, line, words);
                line -= LEADING;
            }
            x += widths[i];
        }
        y -= high;
    }

    private void text(String font, double size, double x, double atY, String words) {
        if (!words.isEmpty()) {
            out(String.format(Locale.ROOT, "BT /%s %.2f Tf %.2f %.2f Td ", font, size, x, atY)
                    + PrintedText.written(words) + " Tj ET\n");
        }
    }

    private void out(String operators) {
        pages.getLast().append(operators);
    }

    private List<String> numbered() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < pages.size(); i++) {
            String foot = "page " + (i + 1) + " of " + pages.size();
            double x = WIDTH - MARGIN - PrintedText.width(foot, TEXT);
            all.add(pages.get(i)
                    + String.format(Locale.ROOT, "BT /F1 %.2f Tf %.2f %.2f Td ", TEXT, x, MARGIN / 2.0)
                    + PrintedText.written(foot) + " Tj ET\n");
        }
        return Collections.unmodifiableList(all);
    }
}
