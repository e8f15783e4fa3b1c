package dev.muster.format.attest.corim;

/**
 * A security version number (CoRIM -11 §5.1.4.1.5.3): exactly this one, or at least this one.
 *
 * @param value a {@code uint}: 0 to 2^64-1, to be read without a sign
 * @param minimum true for tag 553
 */
public record Svn(long value, boolean minimum) {
    public static Svn exactly(long value) {
        return new Svn(value, false);
    }

    public static Svn atLeast(long value) {
        return new Svn(value, true);
    }

    /**
     * The table of §9.4.2. A stated plain value meets a plain condition when equal and a minimum when not lower. A stated
     * minimum is a state of its own: it meets an equal minimum and nothing else.
     */
    public boolean accepts(Svn stated) {
        if (stated.minimum) {
            return minimum && stated.value == value;
        }
        return minimum ? Long.compareUnsigned(stated.value, value) >= 0 : stated.value == value;
    }

    @Override
    public String toString() {
        return (minimum ? "at least " : "") + Long.toUnsignedString(value);
    }
}
