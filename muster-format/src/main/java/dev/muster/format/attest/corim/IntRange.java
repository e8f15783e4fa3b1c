package dev.muster.format.attest.corim;

import java.math.BigInteger;
import java.util.Optional;

/**
 * An integer, or a range with open ends (CoRIM -11 §5.1.4.1.5.9); both ends are included. CBOR integers go from -2^64 to
 * 2^64-1, which no Java primitive holds.
 */
public record IntRange(Optional<BigInteger> min, Optional<BigInteger> max) {
    public static IntRange of(long value) {
        return of(BigInteger.valueOf(value));
    }

    public static IntRange of(BigInteger value) {
        return new IntRange(Optional.of(value), Optional.of(value));
    }

    /** Whether no value lies in it. */
    boolean isEmpty() {
        return min.isPresent()
                && max.filter(high -> high.compareTo(min.get()) < 0).isPresent();
    }

    /** Whether every value of {@code stated} lies in this range (§9.4.9). */
    public boolean accepts(IntRange stated) {
        boolean below = min.isEmpty()
                || stated.min.filter(low -> low.compareTo(min.get()) >= 0).isPresent();
        boolean above = max.isEmpty()
                || stated.max.filter(high -> high.compareTo(max.get()) <= 0).isPresent();
        return below && above;
    }

    @Override
    public String toString() {
        return min.equals(max) && min.isPresent()
                ? min.get().toString()
                : min.map(BigInteger::toString).orElse("-∞") + ".."
                        + max.map(BigInteger::toString).orElse("∞");
    }
}
