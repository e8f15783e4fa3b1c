package dev.muster.format.audit.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;

/** The two hashes of RFC 9162 §2.1.1 with SHA-256: leaves under 0x00, inner nodes under 0x01. All hashes: 32 bytes. */
public final class MerkleHash {
    /** Bytes of one hash. */
    public static final int LENGTH = 32;

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private MerkleHash() {}

    /** SHA-256(0x00 || data). */
    public static byte[] leaf(byte[] data) {
        MessageDigest sha = sha256();
        sha.update(LEAF);
        return sha.digest(data);
    }

    /** SHA-256(0x01 || left || right); both children have 32 bytes. */
    public static byte[] node(byte[] left, byte[] right) {
        MessageDigest sha = sha256();
        sha.update(NODE);
        sha.update(left);
        return sha.digest(right);
    }

    /** The root of the tree without leaves: SHA-256 of nothing. */
    public static byte[] emptyRoot() {
        return sha256().digest();
    }

    /** The root over the hashes of a full tile, 8192 bytes: one hash of the level above. */
    public static byte[] fold(byte[] tile) {
        if (tile.length != TileId.FULL * LENGTH) {
            throw new MerkleException("a full tile has " + TileId.FULL * LENGTH + " bytes, not " + tile.length);
        }
        return fold(tile, 0, TileId.FULL);
    }

    /** Folds {@code count} (a power of two) neighbouring hashes that start at {@code offset} of {@code hashes} into one. */
    static byte[] fold(byte[] hashes, int offset, int count) {
        byte[] row = new byte[count * LENGTH];
        System.arraycopy(hashes, offset, row, 0, row.length);
        MessageDigest sha = sha256();
        for (int n = count; n > 1; n /= 2) {
            for (int i = 0; i < n / 2; i++) {
                sha.update(NODE);
                sha.update(row, 2 * i * LENGTH, 2 * LENGTH);
                System.arraycopy(sha.digest(), 0, row, i * LENGTH, LENGTH);
            }
        }
        byte[] root = new byte[LENGTH];
        System.arraycopy(row, 0, root, 0, LENGTH);
        return root;
    }

    /** A digest of the JDK's own provider, whatever stands first in the provider list. */
    private static MessageDigest sha256() {
        Provider jdk = Security.getProvider("SUN");
        try {
            return jdk == null ? MessageDigest.getInstance("SHA-256") : MessageDigest.getInstance("SHA-256", jdk);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
