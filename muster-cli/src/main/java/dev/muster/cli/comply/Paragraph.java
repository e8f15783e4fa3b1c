package dev.muster.cli.comply;

import java.util.ArrayList;
import java.util.List;

/** Text in the width of the terminal. */
final class Paragraph {
    private static final int WIDTH_STANDARD = 100;
    private static final int WIDTH_MIN = 40;
    private static final int WIDTH_MAX = 200;

    private Paragraph() {}

    /** The terminal's width as the shell exports it ({@code COLUMNS}), within reason. */
    static int width() {
        String columns = System.getenv("COLUMNS");
        try {
            int width = columns == null ? WIDTH_STANDARD : Integer.parseInt(columns);
            return Math.clamp(width, WIDTH_MIN, WIDTH_MAX);
        } catch (NumberFormatException e) {
            return WIDTH_STANDARD;
        }
    }

    /**
     * Breaks a text between words.
     *
     * @param first begins the first line
     * @param rest begins every other line
     */
    static List<String> wrap(String text, String first, String rest, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        boolean fresh = true;
        for (String word : text.split(" ", -1)) {
            if (!fresh && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(rest);
                fresh = true;
            }
            line.append(fresh ? "" : " ").append(word);
            fresh = false;
        }
        lines.add(line.toString());
        return lines;
    }
}
