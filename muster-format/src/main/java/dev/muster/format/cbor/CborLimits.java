package dev.muster.format.cbor;

/**
 * What one input may cost.
 *
 * @param depth nesting of arrays, maps and tags
 * @param items number of data items, chunks included
 * @param bytes length of the whole input
 */
public record CborLimits(int depth, int items, int bytes) {
    /** Deepest format read here (CoRIM, about 14 levels) with room; shallow enough to recurse on any stack. */
    public static final int DEPTH = 32;

    /** More items than any manifest or token has; a node costs about 30 bytes, so this is 30 MB at worst. */
    public static final int ITEMS = 1_000_000;

    /** Largest message held in memory; firmware travels beside its manifest, not in it. */
    public static final int BYTES = 16 * 1024 * 1024;

    /** Recursion is safe on a default thread stack up to here; a larger wish is a programming error. */
    public static final int MOST_DEPTH = 256;

    /** The limits used when none are named. */
    public static final CborLimits DEFAULT = new CborLimits(DEPTH, ITEMS, BYTES);

    public CborLimits {
        if (depth < 1 || depth > MOST_DEPTH || items < 1 || bytes < 1) {
            throw new IllegalArgumentException("limits out of range");
        }
    }
}
