package dev.muster.format.der;

import java.math.BigInteger;
import java.util.Arrays;

/** An ECDSA signature in its two encodings: {@code r || s} (IEEE P1363, RFC 9053 §2.1) and Ecdsa-Sig-Value (RFC 3279). */
public final class EcdsaSignature {
    private EcdsaSignature() {}

    /** From {@code r || s}, 2 to 132 bytes and even, to DER. Hot: every verification by an outside provider passes here. */
    public static byte[] toDer(byte[] raw) {
        int half = raw.length / 2;
        int r = zeros(raw, 0, half);
        int s = zeros(raw, half, half);
        int rLength = half - r + sign(raw, r);
        int sLength = half - s + sign(raw, half + s);
        int content = 4 + rLength + sLength;
        byte[] der = new byte[(content < 0x80 ? 2 : 3) + content];
        int at = 0;
        der[at++] = DerReader.SEQUENCE;
        if (content >= 0x80) {
            der[at++] = (byte) 0x81;
        }
        der[at++] = (byte) content;
        at = number(der, at, raw, r, half, rLength);
        number(der, at, raw, half + s, 2 * half, sLength);
        return der;
    }

    /** Leading zero bytes, all but the last. */
    private static int zeros(byte[] raw, int from, int length) {
        int zeros = 0;
        while (zeros < length - 1 && raw[from + zeros] == 0) {
            zeros++;
        }
        return zeros;
    }

    /** One byte more when the first bit is set, because INTEGER has a sign. */
    private static int sign(byte[] raw, int at) {
        return raw[at] < 0 ? 1 : 0;
    }

    private static int number(byte[] der, int start, byte[] raw, int from, int to, int length) {
        der[start] = DerReader.INTEGER;
        der[start + 1] = (byte) length;
        int end = start + 2 + length;
        System.arraycopy(raw, from, der, end - (to - from), to - from);
        return end;
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
