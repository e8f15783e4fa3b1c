package dev.muster.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of what the demo's people say, kept beside it: a line with names, then lines with values, by tabs. */
final class DemoTable {
    private DemoTable() {}

    /** The lines in order, each by the names of the first. */
    static List<Map<String, String>> read(String file) {
        try (InputStream in = DemoTable.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the demo lacks " + file);
            }
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
            List<String> names = List.of(lines.getFirst().split("\t", -1));
            List<Map<String, String>> rows = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                List<String> words = List.of(line.split("\t", -1));
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < names.size(); i++) {
                    row.put(names.get(i), words.get(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A value that is there. */
    static String word(Map<String, String> row, String name) {
        String word = row.get(name);
        if (word == null) {
            throw new IllegalStateException("the table has no " + name);
        }
        return word;
    }
}
