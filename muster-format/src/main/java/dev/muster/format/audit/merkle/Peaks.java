package dev.muster.format.audit.merkle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The roots of the complete subtrees of which a tree of {@code size} leaves consists, the largest first: one for each bit
 * of the size. Whoever has them can go on from there without any leaf before.
 *
 * @param size leaves
 * @param hashes 32 bytes each, as many as the size has bits set
 */
public record Peaks(long size, List<byte[]> hashes) {
    /** @throws MerkleException when the number of hashes or one of their lengths cannot be */
    public Peaks {
        hashes = List.copyOf(hashes);
        if (size < 0
                || hashes.size() != Long.bitCount(size)
                || hashes.stream().anyMatch(hash -> hash.length != MerkleHash.LENGTH)) {
            throw new MerkleException(
                    "a tree of " + size + " leaves has " + Long.bitCount(size) + " peaks of 32 bytes");
        }
    }

    /** The peaks of a tree of {@code size} leaves. */
    public static Peaks of(Nodes nodes, long size) {
        List<byte[]> hashes = new ArrayList<>();
        long before = 0;
        for (int level = Long.SIZE - 1; level >= 0; level--) {
            if (((size >> level) & 1) == 1) {
                hashes.add(nodes.node(level, before >> level));
                before += 1L << level;
            }
        }
        return new Peaks(size, hashes);
    }

    /** One subtree. */
    private record Peak(int level, byte[] hash) {}

    /** The root after these leaves were appended (RFC 9162 §2.1.1). */
    public byte[] grown(List<byte[]> leafHashes) {
        Deque<Peak> stack = new ArrayDeque<>();
        int next = 0;
        for (int level = Long.SIZE - 1; level >= 0; level--) {
            if (((size >> level) & 1) == 1) {
                stack.push(new Peak(level, hashes.get(next++)));
            }
        }
        for (byte[] leaf : leafHashes) {
            Peak peak = new Peak(0, leaf);
            while (!stack.isEmpty() && stack.element().level() == peak.level()) {
                peak = new Peak(peak.level() + 1, MerkleHash.node(stack.pop().hash(), peak.hash()));
            }
            stack.push(peak);
        }
        if (stack.isEmpty()) {
            return MerkleHash.emptyRoot();
        }
        byte[] root = stack.pop().hash();
        while (!stack.isEmpty()) {
            root = MerkleHash.node(stack.pop().hash(), root);
        }
        return root;
    }
}
