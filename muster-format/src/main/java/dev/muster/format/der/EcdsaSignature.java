package dev.muster.format.der;

import java.math.BigInteger;
import java.util.Arrays;

/** An ECDSA signature in its two encodings: {@code r || s} (IEEE P1363, RFC 9053 §2.1) and Ecdsa-Sig-Value (RFC 3279). */
public final class EcdsaSignature {
    private EcdsaSignature() {}

    /** From {@code r || s}, an even number of bytes, to DER. */
    public static byte[] toDer(byte[] raw) {
        int half = raw.length / 2;
        return DerWriter.element(
                DerReader.SEQUENCE,
                DerWriter.integer(new BigInteger(1, raw, 0, half)),
                DerWriter.integer(new BigInteger(1, raw, half, half)));
    }

    /** From DER to {@code r || s} of {@code width} bytes each. */
    public static byte[] toRaw(byte[] der, int width) {
        DerReader outer = DerReader.of(der);
        DerReader numbers = outer.enter(DerReader.SEQUENCE);
        outer.end();
        byte[] raw = new byte[2 * width];
        put(numbers.integer(), raw, 0, width);
        put(numbers.integer(), raw, width, width);
        numbers.end();
        return raw;
    }

    /** An unsigned number in exactly {@code width} bytes, big-endian. */
    public static byte[] fixed(BigInteger value, int width) {
        byte[] out = new byte[width];
        put(value, out, 0, width);
        return out;
    }

    private static void put(BigInteger value, byte[] out, int at, int width) {
        byte[] bytes = value.toByteArray();
        byte[] magnitude = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        if (value.signum() < 0 || magnitude.length > width) {
            throw new DerException("number does not fit " + width + " bytes", 0);
        }
        System.arraycopy(magnitude, 0, out, at + width - magnitude.length, magnitude.length);
    }
}
