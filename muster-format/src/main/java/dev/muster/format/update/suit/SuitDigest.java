package dev.muster.format.update.suit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * SUIT_Digest: algorithm and value. Over a manifest or a severed member it covers the byte string <em>with</em> its CBOR
 * header; over an image it covers the image's bytes.
 *
 * @param value as long as the algorithm says
 */
public record SuitDigest(Algorithm algorithm, byte[] value) {

    public SuitDigest {
        if (value.length != algorithm.length()) {
            throw new IllegalArgumentException(
                    algorithm + " has " + algorithm.length() + " bytes, not " + value.length);
        }
    }

    /** Digest algorithms of the draft, by COSE number (RFC 9054). */
    public enum Algorithm {
        SHA_256(-16, "SHA-256", 32),
        SHAKE128(-18, "SHAKE128-256", 32),
        SHA_384(-43, "SHA-384", 48),
        SHA_512(-44, "SHA-512", 64),
        SHAKE256(-45, "SHAKE256-512", 64);

        private final int code;
        private final String jca;
        private final int length;

        Algorithm(int code, String jca, int length) {
            this.code = code;
            this.jca = jca;
            this.length = length;
        }

        public int code() {
            return code;
        }

        /** The algorithm with this number; empty when the draft has none. */
        public static Optional<Algorithm> ofCode(long code) {
            for (Algorithm algorithm : values()) {
                if (algorithm.code == code) {
                    return Optional.of(algorithm);
                }
            }
            return Optional.empty();
        }

        /** Bytes of a value. */
        public int length() {
            return length;
        }

        /** A fresh computation, for streaming. */
        public MessageDigest start() {
            try {
                return MessageDigest.getInstance(jca);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("a JDK 25 has " + jca, e);
            }
        }
    }

    /** SHA-256 over bytes as they are. */
    public static SuitDigest sha256(byte[] bytes) {
        return new SuitDigest(Algorithm.SHA_256, Algorithm.SHA_256.start().digest(bytes));
    }

    /** SHA-256 over the byte string that holds the content, header included (manifest §8.3). */
    public static SuitDigest sha256Wrapped(byte[] content) {
        MessageDigest digest = Algorithm.SHA_256.start();
        digest.update(byteStringHeader(content.length));
        return new SuitDigest(Algorithm.SHA_256, digest.digest(content));
    }

    /** Whether this is the digest of the bytes as they are. Constant time in the value. */
    public boolean matches(byte[] bytes) {
        return MessageDigest.isEqual(value, algorithm.start().digest(bytes));
    }

    /** Whether this is the digest of the byte string that holds the content, header included. */
    public boolean matchesWrapped(byte[] content) {
        MessageDigest digest = algorithm.start();
        digest.update(byteStringHeader(content.length));
        return MessageDigest.isEqual(value, digest.digest(content));
    }

    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    /** The shortest CBOR head of major type 2 (RFC 8949 §3): the strict reader accepts no longer one. */
    private static byte[] byteStringHeader(int length) {
        if (length < 24) {
            return new byte[] {(byte) (0x40 | length)};
        }
        if (length < 0x100) {
            return new byte[] {0x58, (byte) length};
        }
        if (length < 0x10000) {
            return new byte[] {0x59, (byte) (length >> 8), (byte) length};
        }
        return new byte[] {0x5a, (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length};
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SuitDigest that
                && algorithm == that.algorithm
                && MessageDigest.isEqual(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex();
    }
}
