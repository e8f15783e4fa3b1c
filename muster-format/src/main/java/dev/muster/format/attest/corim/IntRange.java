package dev.muster.format.attest.corim;

import java.util.OptionalLong;

/** An integer, or a range with open ends (CoRIM -11 §5.1.4.1.5.9); both ends are included. */
public record IntRange(OptionalLong min, OptionalLong max) {
    public static IntRange of(long value) {
        return new IntRange(OptionalLong.of(value), OptionalLong.of(value));
    }

    /** Whether every value of {@code stated} lies in this range. */
    public boolean accepts(IntRange stated) {
        boolean below = min.isEmpty() || (stated.min.isPresent() && stated.min.getAsLong() >= min.getAsLong());
        boolean above = max.isEmpty() || (stated.max.isPresent() && stated.max.getAsLong() <= max.getAsLong());
        return below && above;
    }
}
