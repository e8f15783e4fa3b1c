package dev.muster.core.ledger;

import java.util.regex.Pattern;

/**
 * An organisation: the tenant that owns devices, entries and keys. A slug that is safe in paths and host names.
 *
 * @param value {@code [a-z][a-z0-9-]{0,31}}
 */
public record OrgId(String value) implements Comparable<OrgId> {
    private static final Pattern SLUG = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** @throws IllegalArgumentException when {@code value} is not such a slug */
    public OrgId {
        if (!SLUG.matcher(value).matches()) {
            throw new IllegalArgumentException("not an organisation id ([a-z][a-z0-9-]{0,31}): " + value);
        }
    }

    @Override
    public int compareTo(OrgId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
