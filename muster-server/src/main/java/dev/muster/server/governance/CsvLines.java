package dev.muster.server.governance;

import java.util.ArrayList;
import java.util.List;

/** Reads a table of other people's programs (RFC 4180), with the line at which each row begins. */
final class CsvLines {
    /** More is for a program that asks record by record. */
    static final int MAX_ROWS = 2_000;

    private static final int MAX_CELLS = 100;

    private final String text;
    private int at;
    private int line = 1;

    private CsvLines(String text) {
        this.text = text;
    }

    /** @param number of its first line, from 1 */
    record Row(int number, List<String> cells) {}

    /** Text that is no table; says where. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(int line, String what) {
            super("line " + line + ": " + what);
        }
    }

    /** All rows, empty lines left out. */
    static List<Row> read(String text) throws Malformed {
        CsvLines lines = new CsvLines(text.startsWith("\uFEFF") ? text.substring(1) : text);
        List<Row> rows = new ArrayList<>();
        while (lines.at < lines.text.length()) {
            Row row = lines.row();
            if (!row.cells().equals(List.of(""))) {
                rows.add(row);
            }
            if (rows.size() > MAX_ROWS + 1) {
                throw new Malformed(row.number(), "more than " + MAX_ROWS + " rows");
            }
        }
        return rows;
    }

    private Row row() throws Malformed {
        int first = line;
        List<String> cells = new ArrayList<>();
        while (true) {
            cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
            if (cells.size() > MAX_CELLS) {
                throw new Malformed(first, "more than " + MAX_CELLS + " cells");
            }
            if (at >= text.length()) {
                return new Row(first, cells);
            }
            char end = text.charAt(at++);
            if (end == '\r' && at < text.length() && text.charAt(at) == '\n') {
                end = text.charAt(at++);
            }
            if (end == '\n' || end == '\r') {
                line++;
                return new Row(first, cells);
            }
            if (end != ',') {
                throw new Malformed(line, "after a quoted cell comes a comma or the end of the line");
            }
        }
    }

    private String plain() throws Malformed {
        int from = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '"') {
                throw new Malformed(line, "a quote within a cell that does not begin with one");
            }
            at++;
        }
        return text.substring(from, at);
    }

    private String quoted() throws Malformed {
        int began = line;
        StringBuilder cell = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    at++;
                } else {
                    at++;
                    return cell.toString();
                }
            }
            if (c == '\n') {
                line++;
            }
            cell.append(c);
        }
        throw new Malformed(began, "a quote that does not end");
    }
}
