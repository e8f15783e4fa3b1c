package dev.muster.core.governance;

import dev.muster.core.ledger.Subject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a record of a machine keeps.
 *
 * @param name as transitions and guards name it
 * @param type what its text must be
 * @param target the machine that a {@link Type#LINK} points to; empty otherwise
 * @param meaning one sentence
 */
public record Field(String name, Type type, String target, String meaning) {
    /** A sentence or two; a file belongs elsewhere, with its digest here. */
    public static final int MAX_CHARS = 2_000;

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,14}");

    /** What the text of a field must be. */
    public enum Type {
        TEXT,
        /** ISO 8601 in UTC. */
        TIME,
        /** Cents, not negative. */
        MONEY,
        COUNT,
        FLAG,
        /** SHA-256, hexadecimal, lower case. */
        DIGEST,
        PERSON,
        DEVICE,
        PRODUCT,
        /** The id of a record of another machine. */
        LINK;

        static Type of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /** Why this text cannot be the value; empty when it can. */
    public Optional<String> fault(String value) {
        if (value.isBlank()) {
            return Optional.of(name + " is empty");
        }
        if (value.length() > MAX_CHARS) {
            return Optional.of(name + " has more than " + MAX_CHARS + " characters");
        }
        if (value.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            return Optional.of(name + " holds a control character");
        }
        return switch (type) {
            case TEXT -> Optional.empty();
            case TIME -> time(value).isPresent() ? Optional.empty() : not("a time such as 2027-01-31T00:00:00Z");
            case MONEY -> matches(NUMBER, value, "an amount in cents");
            case COUNT -> matches(NUMBER, value, "a whole number");
            case FLAG -> value.equals("true") || value.equals("false") ? Optional.empty() : not("true or false");
            case DIGEST -> matches(DIGEST, value, "a SHA-256 in 64 lower-case hexadecimal digits");
            case PERSON, DEVICE, PRODUCT -> value.length() <= 256 ? Optional.empty() : not("an id");
            case LINK -> matches(ID, value, "the id of a " + target);
        };
    }

    /** Whom a value names that the register must know; empty for what is no device and no product. */
    Optional<Subject> subject(String value) {
        return switch (type) {
            case DEVICE -> Optional.of(Subject.device(value));
            case PRODUCT -> Optional.of(new Subject("product", value));
            default -> Optional.empty();
        };
    }

    private Optional<String> matches(Pattern pattern, String value, String what) {
        return pattern.matcher(value).matches() ? Optional.empty() : not(what);
    }

    private Optional<String> not(String what) {
        return Optional.of(name + " must be " + what);
    }

    /**
     * A time, when the text is one of the years 0 to 9999, as RFC 3339 §1 has them: one further away can neither be added to
     * nor kept in microseconds.
     */
    public static Optional<Instant> time(String value) {
        try {
            Instant at = Instant.parse(value);
            return at.isBefore(FIRST) || !at.isBefore(END) ? Optional.empty() : Optional.of(at);
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
