package dev.muster.format.network.packet;

import java.math.BigInteger;
import java.util.Optional;

/** Whole numbers from low to high, both included. */
public record Span(BigInteger low, BigInteger high) {

    public Span {
        if (low.compareTo(high) > 0) {
            throw new IllegalArgumentException("a span goes up");
        }
    }

    public static Span of(long low, long high) {
        return new Span(BigInteger.valueOf(low), BigInteger.valueOf(high));
    }

    public static Span of(long value) {
        return of(value, value);
    }

    /** The addresses of a network. */
    public static Span of(Prefix prefix) {
        return new Span(prefix.base(), prefix.last());
    }

    public boolean has(BigInteger value) {
        return low.compareTo(value) <= 0 && value.compareTo(high) <= 0;
    }

    public boolean single() {
        return low.equals(high);
    }

    /** Whether nothing is in both. */
    boolean apart(Span other) {
        return high.compareTo(other.low) < 0 || other.high.compareTo(low) < 0;
    }

    /** What both have. */
    public Optional<Span> and(Span other) {
        BigInteger from = low.max(other.low);
        BigInteger to = high.min(other.high);
        return from.compareTo(to) > 0 ? Optional.empty() : Optional.of(new Span(from, to));
    }

    /** What is below the other. */
    Optional<Span> below(Span other) {
        return low.compareTo(other.low) < 0
                ? Optional.of(new Span(low, high.min(other.low.subtract(BigInteger.ONE))))
                : Optional.empty();
    }

    /** What is above the other. */
    Optional<Span> above(Span other) {
        return high.compareTo(other.high) > 0
                ? Optional.of(new Span(low.max(other.high.add(BigInteger.ONE)), high))
                : Optional.empty();
    }

    /** Both as one, when they touch. */
    Optional<Span> joined(Span other) {
        boolean touch = high.add(BigInteger.ONE).equals(other.low)
                || other.high.add(BigInteger.ONE).equals(low);
        return touch ? Optional.of(new Span(low.min(other.low), high.max(other.high))) : Optional.empty();
    }
}
