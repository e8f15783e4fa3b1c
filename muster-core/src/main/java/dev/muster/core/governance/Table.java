package dev.muster.core.governance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A data file: comments, a header, rows of as many fields, separated by tabs; {@code -} for nothing. */
record Table(String name, List<String> header, List<Row> rows) {

    /** One row. */
    record Row(String file, int line, List<String> header, List<String> fields) {
        /** The text in this column; empty for {@code -}. */
        String text(String column) {
            String text = fields.get(header.indexOf(column));
            return text.equals("-") ? "" : text;
        }

        /** The parts of a text, separated by commas. */
        List<String> list(String column) {
            String text = text(column);
            return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
        }

        IllegalArgumentException fault(String why) {
            return new IllegalArgumentException(file + ":" + line + ": " + why);
        }
    }

    /** Rows whose first column is this. */
    List<Row> rows(String first) {
        return rows.stream()
                .filter(row -> row.fields().getFirst().equals(first))
                .toList();
    }

    static Table shipped(String name) {
        try (InputStream in = Table.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no file " + name);
            }
            return parse(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws IllegalArgumentException with file, line and reason */
    static Table parse(String name, String text) {
        List<String> header = List.of();
        List<Row> rows = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].isEmpty() || lines[i].startsWith("#")) {
                continue;
            }
            List<String> fields = Arrays.asList(lines[i].split("\t", -1));
            if (header.isEmpty()) {
                header = fields;
            } else if (fields.size() != header.size()) {
                throw new IllegalArgumentException(
                        name + ":" + (i + 1) + ": " + fields.size() + " fields, the header has " + header.size());
            } else {
                rows.add(new Row(name, i + 1, header, fields));
            }
        }
        return new Table(name, header, List.copyOf(rows));
    }
}
