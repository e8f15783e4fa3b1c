package dev.muster.core.ledger;

import java.util.regex.Pattern;

/**
 * What an entry is about: a kind and an id within the organisation, written {@code kind/id}.
 *
 * @param kind {@code [a-z][a-z0-9-]{0,31}}, such as {@code device}, {@code product}, {@code release}, {@code org}
 * @param id 1 to 512 characters without control characters; may itself hold slashes (a purl, a URI)
 */
public record Subject(String kind, String id) implements Comparable<Subject> {
    /** Long enough for a purl or a URI, short enough to be an index key on every database. */
    public static final int MAX_ID_LENGTH = 512;

    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** @throws IllegalArgumentException when kind or id does not have the shape above */
    public Subject {
        if (!KIND.matcher(kind).matches()) {
            throw new IllegalArgumentException("not a subject kind ([a-z][a-z0-9-]{0,31}): " + kind);
        }
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH || id.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a subject id has 1 to " + MAX_ID_LENGTH + " characters and no control characters");
        }
    }

    /** The device with this id. */
    public static Subject device(String id) {
        return new Subject("device", id);
    }

    /** The organisation itself. */
    public static Subject org(OrgId org) {
        return new Subject("org", org.value());
    }

    /**
     * Reads {@code kind/id}.
     *
     * @throws IllegalArgumentException when the text has no slash or the parts do not have the right shape
     */
    public static Subject parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a subject (kind/id): " + text);
        }
        return new Subject(text.substring(0, slash), text.substring(slash + 1));
    }

    /** {@code kind/id}, the inverse of {@link #parse}. */
    public String text() {
        return kind + "/" + id;
    }

    @Override
    public int compareTo(Subject other) {
        return kind.equals(other.kind) ? id.compareTo(other.id) : text().compareTo(other.text());
    }

    @Override
    public String toString() {
        return text();
    }
}
