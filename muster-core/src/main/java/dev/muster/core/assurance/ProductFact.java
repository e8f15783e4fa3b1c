package dev.muster.core.assurance;

import dev.muster.core.facts.FactKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What people can record about a product; a row of {@code product-facts.tsv}.
 *
 * @param key such as {@code product.passwords}
 * @param kind which values it takes
 * @param check the check that asks for it; empty when none does by itself
 * @param meaning one sentence without a stop
 */
public record ProductFact(String key, Kind kind, Optional<String> check, String meaning) {
    /** Value of a paper that is not there, and of a list with nothing in it. */
    public static final String NONE = "none";

    /** A list of ports or services of a gateway; a whole operating system has fewer. */
    public static final int MAX_VALUE_CHARS = 1024;

    private static final String UNTIL = " until ";
    private static final Pattern PLACE =
            Pattern.compile("https://[!-~]{3,}|document/[A-Za-z0-9._-]{1,64}|sha256:[0-9a-f]{64}");
    private static final Pattern LIST = Pattern.compile("[!-~]+(?:,? [!-~]+)*");

    /** Which values there are. */
    public enum Kind {
        /** {@code yes} or {@code no}: whether rows of the catalogue apply. */
        YES_NO,
        /** Where something lies, and until when it holds; or {@link #NONE}. */
        PAPER,
        /** Words separated by blanks; or {@link #NONE}. */
        LIST;

        /** The word of the data file. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The fact of the product. */
    public FactKey fact() {
        return FactKey.product(key);
    }

    /** Whether this can be its value. */
    public boolean admits(String value) {
        return value.length() <= MAX_VALUE_CHARS
                && switch (kind) {
                    case YES_NO -> List.of("yes", "no").contains(value);
                    case LIST -> LIST.matcher(value).matches();
                    case PAPER ->
                        value.equals(NONE) || PLACE.matcher(place(value)).matches();
                };
    }

    /** Where a paper lies; the whole value when it names no end that can be read. */
    public static String place(String value) {
        int until = value.indexOf(UNTIL);
        return until < 0 || end(value).isEmpty() ? value : value.substring(0, until);
    }

    /** Until when a paper holds; empty when it names no end. */
    public static Optional<Instant> end(String value) {
        int until = value.indexOf(UNTIL);
        try {
            return until < 0 ? Optional.empty() : Optional.of(Instant.parse(value.substring(until + UNTIL.length())));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
