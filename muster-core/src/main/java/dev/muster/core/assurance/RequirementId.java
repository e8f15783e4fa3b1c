package dev.muster.core.assurance;

import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * Names one row of the catalogue: the source document and the id it has there, written {@code ETSI/5.3-9}.
 *
 * @param source {@code [A-Z0-9][A-Z0-9-]{0,31}}
 * @param id {@code [A-Za-z0-9][A-Za-z0-9.-]{0,31}}
 */
public record RequirementId(String source, String id) implements Comparable<RequirementId> {
    private static final Pattern SOURCE = Pattern.compile("[A-Z0-9][A-Z0-9-]{0,31}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]{0,31}");
    private static final Comparator<RequirementId> ORDER =
            Comparator.comparing(RequirementId::source).thenComparing(RequirementId::id);

    /** @throws IllegalArgumentException when source or id does not have the shape above */
    public RequirementId {
        if (!SOURCE.matcher(source).matches()) {
            throw new IllegalArgumentException("not a source (capitals, digits, hyphens): " + source);
        }
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not a requirement id (letters, digits, dots, hyphens): " + id);
        }
    }

    /**
     * Reads {@code SOURCE/id}.
     *
     * @throws IllegalArgumentException when there is no slash or a part does not have the right shape
     */
    public static RequirementId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a requirement (SOURCE/id): " + text);
        }
        return new RequirementId(text.substring(0, slash), text.substring(slash + 1));
    }

    /** {@code SOURCE/id}, the inverse of {@link #parse}. */
    public String text() {
        return source + "/" + id;
    }

    @Override
    public int compareTo(RequirementId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return text();
    }
}
