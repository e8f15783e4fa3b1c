package dev.muster.format.json;

/**
 * What one text may cost.
 *
 * @param depth nesting of arrays and objects
 * @param values number of values, containers included
 * @param bytes length of the whole text
 */
public record JsonLimits(int depth, int values, int bytes) {
    /** The deepest format read here (a MUD file's match, 11 levels) with room; shallow enough to recurse on any stack. */
    public static final int DEPTH = 64;

    /** A value costs about 100 bytes, so this is 50 MB at worst. */
    public static final int VALUES = 500_000;

    /** The largest advisory or bill of materials worth holding in memory. */
    public static final int BYTES = 16 * 1024 * 1024;

    /** Recursion is safe on a default thread stack up to here; a larger wish is a programming error. */
    public static final int MOST_DEPTH = 256;

    /** The limits used when none are named. */
    public static final JsonLimits DEFAULT = new JsonLimits(DEPTH, VALUES, BYTES);

    public JsonLimits {
        if (depth < 1 || depth > MOST_DEPTH || values < 1 || bytes < 1) {
            throw new IllegalArgumentException("limits out of range");
        }
    }
}
