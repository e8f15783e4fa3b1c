package dev.muster.format.network.packet;

import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * The room in which the other end is looked for: addresses of a family, or a name whose addresses are known only where and
 * while the filter runs. Different rooms have nothing in common, whatever a name means at the moment.
 *
 * @param family 4 or 6
 * @param name a set's name, as {@link #NAME} allows; empty for addresses
 */
public record Peers(int family, String name) implements Comparable<Peers> {
    /** What a name may have: nothing that could end a rule and begin another. */
    public static final Pattern NAME = Pattern.compile("([a-zA-Z0-9_][a-zA-Z0-9._-]{0,239})?");

    private static final BigInteger LAST4 = BigInteger.ONE.shiftLeft(32).subtract(BigInteger.ONE);
    private static final BigInteger LAST6 = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

    public Peers {
        if ((family != 4 && family != 6) || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a room is of IPv4 or IPv6, and its name is a word");
        }
    }

    /** All of it; a name is one thing that cannot be divided. */
    public Span all() {
        return name.isEmpty() ? new Span(BigInteger.ZERO, family == 4 ? LAST4 : LAST6) : Span.of(0);
    }

    @Override
    public int compareTo(Peers other) {
        return family != other.family ? Integer.compare(family, other.family) : name.compareTo(other.name);
    }
}
