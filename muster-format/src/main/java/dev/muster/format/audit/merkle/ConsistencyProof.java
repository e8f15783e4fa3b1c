package dev.muster.format.audit.merkle;

import java.security.MessageDigest;
import java.util.List;

/**
 * That a tree is the beginning of a larger one (RFC 9162 §2.1.4).
 *
 * @param oldSize leaves in the older tree
 * @param newSize leaves in the newer tree
 * @param path hashes of subtrees, 32 bytes each
 */
public record ConsistencyProof(long oldSize, long newSize, List<byte[]> path) {
    public ConsistencyProof {
        path = List.copyOf(path);
    }

    /**
     * Whether the tree of {@code oldSize} with {@code oldRoot} is a prefix of the tree of {@code newSize} with
     * {@code newRoot} (RFC 9162 §2.1.4.2). Equal sizes need equal roots and no path. Size 0 is a prefix of everything and
     * proves nothing, so it is accepted only with the empty root and without a path.
     */
    public boolean verify(byte[] oldRoot, byte[] newRoot) {
        if (oldSize < 0 || newSize < oldSize || path.stream().anyMatch(h -> h.length != MerkleHash.LENGTH)) {
            return false;
        }
        if (oldSize == 0) {
            return path.isEmpty()
                    && MessageDigest.isEqual(oldRoot, MerkleHash.emptyRoot())
                    && (newSize > 0 || MessageDigest.isEqual(oldRoot, newRoot));
        }
        if (oldSize == newSize) {
            return path.isEmpty() && MessageDigest.isEqual(oldRoot, newRoot);
        }
        return !path.isEmpty() && climb(oldRoot, newRoot);
    }

    private boolean climb(byte[] oldRoot, byte[] newRoot) {
        int skip = Long.numberOfTrailingZeros(oldSize);
        long fn = (oldSize - 1) >> skip;
        long sn = (newSize - 1) >> skip;
        // A complete older tree is itself the first node of the path and is left out of the proof.
        boolean complete = Long.bitCount(oldSize) == 1;
        byte[] fr = complete ? oldRoot : path.getFirst();
        byte[] sr = fr;
        for (byte[] hash : complete ? path : path.subList(1, path.size())) {
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                fr = MerkleHash.node(hash, fr);
                sr = MerkleHash.node(hash, sr);
                int more = (fn & 1) == 1 ? 0 : Long.numberOfTrailingZeros(fn);
                fn >>= more;
                sn >>= more;
            } else {
                sr = MerkleHash.node(sr, hash);
            }
            fn >>= 1;
            sn >>= 1;
        }
        return sn == 0 && MessageDigest.isEqual(fr, oldRoot) && MessageDigest.isEqual(sr, newRoot);
    }
}
