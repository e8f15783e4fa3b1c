package dev.muster.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a verb's exit status says, and what the words mean that it prints: {@code muster VERB --explain}. Rows of {@code
 * explain.tsv} say it where the status is a verdict; the others do or list something.
 *
 * @param exit by the number of the status
 * @param words that it prints, with their meaning
 */
record Explanation(String verb, Map<String, String> exit, Map<String, String> words) {
    private static final String NOTHING_MORE = "-";

    Explanation {
        exit = new LinkedHashMap<>(exit);
        words = new LinkedHashMap<>(words);
    }

    /** @param verb as it is typed, such as {@code device check} */
    static Explanation of(String verb) {
        List<String> row = rows("explain.tsv").getOrDefault(verb, List.of());
        Map<String, String> exit = new LinkedHashMap<>();
        exit.put("0", told(row, 0, "it was done, or what was asked for was printed"));
        exit.put("1", told(row, 1, "it was refused, or it is not so; the sentence says by what and why"));
        exit.put(
                "2",
                told(row, 2, "it could not be found out: no server answers, a file cannot be read, something broke"));
        exit.put("64", "the command line is wrong; --help says how it is right");
        Map<String, List<String>> meanings = rows("words.tsv");
        Map<String, String> words = new LinkedHashMap<>();
        if (row.size() > 3 && !row.get(3).equals(NOTHING_MORE)) {
            Arrays.stream(row.get(3).split(",", -1)).forEach(word -> words.put(word, meaning(meanings, word)));
        }
        return new Explanation(verb, exit, words);
    }

    private static String meaning(Map<String, List<String>> meanings, String word) {
        List<String> found = meanings.get(word);
        if (found == null) {
            throw new IllegalStateException("words.tsv says nothing of " + word);
        }
        return found.getFirst();
    }

    private static String told(List<String> row, int at, String otherwise) {
        return row.size() <= at || row.get(at).equals(NOTHING_MORE) ? otherwise : row.get(at);
    }

    /** The first cell names the row. */
    static Map<String, List<String>> rows(String file) {
        try (InputStream in = Explanation.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing");
            }
            Map<String, List<String>> rows = new LinkedHashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split("\t", -1)))
                    .forEach(cells -> rows.put(cells.getFirst(), cells.subList(1, cells.size())));
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void print(Screen screen) {
        if (screen.wantsJson()) {
            screen.json(this);
            return;
        }
        screen.line("Exit status of muster " + verb + ":");
        screen.table(exit.entrySet().stream()
                .map(each -> List.of("  " + each.getKey(), each.getValue()))
                .toList());
        if (!words.isEmpty()) {
            screen.line("");
            screen.line("Its words:");
            screen.table(words.entrySet().stream()
                    .map(each -> List.of("  " + each.getKey(), each.getValue()))
                    .toList());
        }
    }
}
