package dev.muster.format.audit.merkle;

import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * That a leaf is in a tree (RFC 9162 §2.1.3).
 *
 * @param size leaves in the tree
 * @param index position of the leaf, from 0
 * @param path sibling hashes from the leaf up, 32 bytes each
 */
public record InclusionProof(long size, long index, List<byte[]> path) {
    public InclusionProof {
        path = List.copyOf(path);
    }

    /**
     * The root that this proof leads to from the hash of the leaf (RFC 9162 §2.1.3.2), or empty when the proof cannot be
     * one: index outside the tree, path too long or too short, a hash that does not have 32 bytes.
     */
    public Optional<byte[]> root(byte[] leafHash) {
        if (index < 0 || index >= size || leafHash.length != MerkleHash.LENGTH) {
            return Optional.empty();
        }
        long fn = index;
        long sn = size - 1;
        byte[] hash = leafHash;
        for (byte[] sibling : path) {
            if (sn == 0 || sibling.length != MerkleHash.LENGTH) {
                return Optional.empty();
            }
            if ((fn & 1) == 1 || fn == sn) {
                hash = MerkleHash.node(sibling, hash);
                int skip = (fn & 1) == 1 ? 0 : Long.numberOfTrailingZeros(fn);
                fn >>= skip;
                sn >>= skip;
            } else {
                hash = MerkleHash.node(hash, sibling);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 ? Optional.of(hash.clone()) : Optional.empty();
    }

    /** Whether the leaf with this hash is in the tree with this root. */
    public boolean verify(byte[] leafHash, byte[] root) {
        return root(leafHash)
                .filter(found -> MessageDigest.isEqual(found, root))
                .isPresent();
    }
}
