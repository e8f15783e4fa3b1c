package dev.muster.format.network.packet;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 network, as {@code inet:ipv4-prefix} and {@code inet:ipv6-prefix} write it (RFC 6991).
 *
 * @param family 4 or 6
 * @param base the lowest address, as a number
 * @param length bits that are fixed
 */
public record Prefix(int family, BigInteger base, int length) {

    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

    public Prefix {
        if (length < 0
                || length > bits(family)
                || (base.getLowestSetBit() >= 0 && base.getLowestSetBit() < bits(family) - length)) {
            throw new IllegalArgumentException("a network's base has no bits after its length");
        }
    }

    /** Bits of an address. */
    public static int bits(int family) {
        return family == 4 ? 32 : 128;
    }

    /** The highest address. */
    public BigInteger last() {
        return base.add(BigInteger.ONE.shiftLeft(bits(family) - length)).subtract(BigInteger.ONE);
    }

    /** Reads {@code address/length}, or an address alone as a network of one; bits after the length are cut off. */
    public static Optional<Prefix> parse(String text) {
        int slash = text.indexOf('/');
        Optional<Address> address = Address.parse(slash < 0 ? text : text.substring(0, slash));
        if (address.isEmpty()) {
            return Optional.empty();
        }
        int family = address.get().family();
        int length = bits(family);
        if (slash >= 0) {
            String digits = text.substring(slash + 1);
            if (!LENGTH.matcher(digits).matches() || Integer.parseInt(digits) > length) {
                return Optional.empty();
            }
            length = Integer.parseInt(digits);
        }
        int host = bits(family) - length;
        return Optional.of(
                new Prefix(family, address.get().value().shiftRight(host).shiftLeft(host), length));
    }

    @Override
    public String toString() {
        return new Address(family, base) + "/" + length;
    }
}
