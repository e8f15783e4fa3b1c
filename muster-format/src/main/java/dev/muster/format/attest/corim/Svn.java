package dev.muster.format.attest.corim;

/**
 * A security version number (CoRIM -11 §5.1.4.1.5.3): exactly this one, or at least this one.
 *
 * @param value not negative
 * @param minimum true for tag 553
 */
public record Svn(long value, boolean minimum) {
    public Svn {
        if (value < 0) {
            throw new IllegalArgumentException("a security version number is not negative");
        }
    }

    public static Svn exactly(long value) {
        return new Svn(value, false);
    }

    public static Svn atLeast(long value) {
        return new Svn(value, true);
    }

    /**
     * The table of §9.4.2: a plain condition asks for an equal plain value; a minimum asks for a plain value that is not
     * lower, or for a minimum that is not lower.
     */
    public boolean accepts(Svn stated) {
        return minimum ? stated.value >= value : !stated.minimum && stated.value == value;
    }
}
