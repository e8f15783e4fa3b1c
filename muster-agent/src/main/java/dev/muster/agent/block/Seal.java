package dev.muster.agent.block;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * Tells a whole record from a torn one. A cut may mix any bytes of two records; half a SHA-256 does not meet by chance, a
 * CRC of 32 bits would once in a few thousand million cuts.
 */
final class Seal {
    static final int BYTES = 16;

    private Seal() {}

    static byte[] of(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return Arrays.copyOf(digest.digest(), BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK has SHA-256", e);
        }
    }

    /** Writes the seal into the last bytes of the record. */
    static void close(byte[] record) {
        int end = record.length - BYTES;
        System.arraycopy(of(record, end), 0, record, end, BYTES);
    }

    static boolean whole(byte[] record) {
        int end = record.length - BYTES;
        return Arrays.equals(of(record, end), 0, BYTES, record, end, record.length);
    }
}
