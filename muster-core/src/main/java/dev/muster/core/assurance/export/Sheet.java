package dev.muster.core.assurance.export;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table that people print, sign and pass on.
 *
 * @param title its heading
 * @param note what it says and what it does not, a sentence or two
 * @param columns headings
 * @param rows as many cells as columns
 */
record Sheet(String title, String note, List<String> columns, List<List<String>> rows) {
    Sheet {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
    }

    /** RFC 4180, UTF-8. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
    String csv() {
        StringBuilder out = new StringBuilder(line(columns));
        rows.forEach(row -> out.append(line(row)));
        return out.toString();
    }

    private static String line(List<String> cells) {
        return cells.stream().map(Sheet::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        // A dash alone stands for nothing, and spreadsheets take it for a word.
        boolean formula = !text.isEmpty() && !text.equals("-") && "=+-@\t".indexOf(text.charAt(0)) >= 0;
        String safe = formula ? "'" + text : text;
        return safe.matches("(?s).*[\",\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    /** One file that needs nothing else, made for paper first. */
    String html() {
        StringBuilder out = new StringBuilder(
                        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(escaped(title))
                .append("</title><style>body{font:10pt/1.4"
                        + " sans-serif;margin:2em}table{border-collapse:collapse;width:100%}")
                .append("th,td{border:1px solid #888;padding:.3em .5em;text-align:left;vertical-align:top}")
                .append("thead{display:table-header-group}tr{break-inside:avoid}@page{size:A4 landscape;margin:15mm}")
                .append("@media print{body{margin:0}}</style></head><body>\n<h1>")
                .append(escaped(title))
                .append("</h1>\n<p>")
                .append(escaped(note))
                .append("</p>\n<table><thead><tr>");
        columns.forEach(column ->
                out.append("<th scope=\"col\">").append(escaped(column)).append("</th>"));
        out.append("</tr></thead><tbody>\n");
        rows.forEach(row -> {
            out.append("<tr>");
            row.forEach(cell -> out.append("<td>").append(escaped(cell)).append("</td>"));
            out.append("</tr>\n");
        });
        return out.append("</tbody></table>\n</body></html>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
