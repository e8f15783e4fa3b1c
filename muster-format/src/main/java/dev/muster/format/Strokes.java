package dev.muster.format;

import java.util.Arrays;

/** How far a typed word is from one that there is (Levenshtein distance), to say what may have been meant. */
public final class Strokes {
    private Strokes() {}

    /** How many letters are put in, taken out or changed to make one word of the other. */
    public static int between(String one, String other) {
        int[] row = new int[other.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
