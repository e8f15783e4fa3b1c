package dev.muster.core.update;

import java.util.Locale;
import java.util.Optional;

/** How firmly a release is offered. */
public enum Firmness {
    /** Now. */
    FORCED,
    /** When whoever uses the device says so: it asks, and may be put off. */
    SOFT,
    /** It is downloaded and not installed. Only devices that speak hawkBit's device API can do that, and it is their word. */
    DOWNLOAD_ONLY;

    /** Lower case with dashes, for pages and the API. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The inverse of {@link #word}. */
    public static Optional<Firmness> ofWord(String word) {
        for (Firmness one : values()) {
            if (one.word().equals(word)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }
}
