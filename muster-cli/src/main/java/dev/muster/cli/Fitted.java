package dev.muster.cli;

import java.util.ArrayList;
import java.util.List;

/** A table as lines that fit a terminal: the widest columns are folded at their blanks, and nothing is left out. */
final class Fitted {
    private static final int GAP = 2;

    /** A column that is folded more than this is no longer read. */
    private static final int NARROWEST = 12;

    private final List<List<String>> rows;
    private final Colour colour;
    private final int[] widths;

    /** @param width of the terminal; 0 for a line a row */
    Fitted(List<List<String>> rows, Colour colour, int width) {
        this.rows = rows;
        this.colour = colour;
        this.widths = new int[rows.stream().mapToInt(List::size).max().orElse(0)];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        if (width > 0) {
            narrow(width);
        }
    }

    private void narrow(int width) {
        int all = (widths.length - 1) * GAP;
        for (int each : widths) {
            all += each;
        }
        while (all > width) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
            all--;
        }
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            List<List<String>> folded = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                folded.add(folded(row.get(i), widths[i]));
            }
            int most = folded.stream().mapToInt(List::size).max().orElse(0);
            for (int line = 0; line < most; line++) {
                lines.add(line(folded, line));
            }
        }
        return lines;
    }

    private String line(List<List<String>> folded, int line) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < folded.size(); i++) {
            List<String> cell = folded.get(i);
            String part = line < cell.size() ? cell.get(line) : "";
            text.append(colour.paint(part));
            if (i < folded.size() - 1) {
                text.append(" ".repeat(widths[i] - part.length() + GAP));
            }
        }
        return text.toString().stripTrailing();
    }

    private static List<String> folded(String cell, int width) {
        List<String> parts = new ArrayList<>();
        String rest = cell;
        while (rest.length() > width) {
            int blank = rest.lastIndexOf(' ', width);
            int end = blank > 0 && !rest.substring(0, blank).isBlank() ? blank : width;
            parts.add(rest.substring(0, end));
            rest = rest.substring(end).stripLeading();
        }
        parts.add(rest);
        return parts;
    }
}
