package dev.muster.core.joining.authorities;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be done with authorities, one after the other. */
public enum Step {
    /** Make and announce the next generation. Argument: the kind of the device authority's key, and {@code +root}. */
    ANNOUNCE,
    /** Let the announced generation issue. No argument. */
    ACTIVATE,
    /** Accept an authority's certificates no longer. Argument: its fingerprint, and {@code +force}. */
    RETIRE;

    /** Lower case, as in paths. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Step> ofWord(String word) {
        return Arrays.stream(values()).filter(step -> step.word().equals(word)).findFirst();
    }
}
