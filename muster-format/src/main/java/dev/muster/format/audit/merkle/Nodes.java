package dev.muster.format.audit.merkle;

/** Access to the hashes of complete subtrees. */
@FunctionalInterface
public interface Nodes {
    /**
     * The hash over leaves {@code index << level} to {@code (index + 1) << level}, exclusive; all of them exist.
     *
     * @param level 0 for leaf hashes
     */
    byte[] node(int level, long index);
}
