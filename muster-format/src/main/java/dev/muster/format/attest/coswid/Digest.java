package dev.muster.format.attest.coswid;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * A hash value with its algorithm, as in a CoSWID hash entry (RFC 9393 §2.9.1) and a measured-component digest.
 *
 * <p>Three registries name the same algorithms: Named Information identifiers (1), their names ("sha-256") and COSE
 * numbers (-16). {@link #algorithm()} is the Named Information name when the algorithm is known here, so that equal
 * algorithms compare equal however they were written; otherwise the text or the decimal number as received.
 *
 * @param algorithm name, never empty
 * @param value the hash value; its length is checked against the algorithm when that is known
 */
public record Digest(String algorithm, byte[] value) {
    /** Longest accepted value: the longest hash in use is 64 bytes; leave room for an unknown algorithm. */
    public static final int MAX_VALUE_BYTES = 128;

    public static final String SHA_256 = "sha-256";

    private static final Map<Long, String> NUMBERS = Map.ofEntries(
            Map.entry(1L, SHA_256),
            Map.entry(2L, "sha-256-128"),
            Map.entry(3L, "sha-256-120"),
            Map.entry(4L, "sha-256-96"),
            Map.entry(5L, "sha-256-64"),
            Map.entry(6L, "sha-256-32"),
            Map.entry(7L, "sha-384"),
            Map.entry(8L, "sha-512"),
            Map.entry(9L, "sha3-224"),
            Map.entry(10L, "sha3-256"),
            Map.entry(11L, "sha3-384"),
            Map.entry(12L, "sha3-512"),
            Map.entry(-16L, SHA_256),
            Map.entry(-43L, "sha-384"),
            Map.entry(-44L, "sha-512"),
            Map.entry(-17L, "sha-512/256"));
    private static final Map<String, Integer> LENGTHS = Map.of(
            SHA_256, 32, "sha-384", 48, "sha-512", 64, "sha3-224", 28, "sha3-256", 32, "sha3-384", 48, "sha3-512", 64);

    public Digest {
        if (algorithm.isEmpty() || value.length == 0 || value.length > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException("a digest needs an algorithm and 1.." + MAX_VALUE_BYTES + " bytes");
        }
        Integer length = LENGTHS.get(algorithm);
        if (length != null && length != value.length) {
            throw new IllegalArgumentException(algorithm + " has " + length + " bytes, not " + value.length);
        }
        value = value.clone();
    }

    /** A SHA-256 value of 32 bytes. */
    public static Digest sha256(byte[] value) {
        return new Digest(SHA_256, value);
    }

    /** The name for a number of the Named Information or COSE registry, or the number itself as text. */
    public static String nameOf(long number) {
        return NUMBERS.getOrDefault(number, Long.toString(number));
    }

    /** The Named Information number of a known algorithm, else 0. */
    public int number() {
        for (Map.Entry<Long, String> entry : NUMBERS.entrySet()) {
            if (entry.getKey() > 0 && entry.getValue().equals(algorithm)) {
                return Math.toIntExact(entry.getKey());
            }
        }
        return 0;
    }

    @Override
    public byte[] value() {
        return value.clone();
    }

    public String hex() {
        return HexFormat.of().formatHex(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest that && algorithm.equals(that.algorithm) && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return 31 * algorithm.hashCode() + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex();
    }
}
