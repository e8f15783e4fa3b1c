package dev.muster.format.attest.corim;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An object identifier as the bytes of RFC 9090: base-128 groups, the first of which holds two numbers. */
final class Oid {
    /** A root above 2 does not exist; the first two numbers are packed as {@code 40 * root + second}. */
    private static final BigInteger FORTY = BigInteger.valueOf(40);

    private static final BigInteger EIGHTY = BigInteger.valueOf(80);

    private Oid() {}

    /** @throws IllegalArgumentException when the bytes are no object identifier */
    static String dotted(byte[] bytes) {
        List<BigInteger> numbers = new ArrayList<>();
        BigInteger number = BigInteger.ZERO;
        boolean open = true;
        boolean first = true;
        for (byte octet : bytes) {
            if (first && octet == (byte) 0x80) {
                throw new IllegalArgumentException("a number of an object identifier begins with a zero group");
            }
            number = number.shiftLeft(7).or(BigInteger.valueOf(octet & 0x7F));
            open = (octet & 0x80) != 0;
            first = !open;
            if (!open) {
                numbers.add(number);
                number = BigInteger.ZERO;
            }
        }
        if (open) {
            throw new IllegalArgumentException("an object identifier is empty or ends within a number");
        }
        BigInteger packed = numbers.removeFirst();
        BigInteger root = packed.compareTo(EIGHTY) >= 0 ? BigInteger.TWO : packed.divide(FORTY);
        return root + "." + packed.subtract(root.multiply(FORTY))
                + numbers.stream().map(each -> "." + each).collect(Collectors.joining());
    }
}
