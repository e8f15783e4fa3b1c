package dev.muster.format.audit.merkle;

import java.util.ArrayList;
import java.util.List;

/** Roots and proofs of any size out of complete subtrees (RFC 9162 §2.1.1, §2.1.3.1, §2.1.4.1). */
public final class Proofs {
    private final Nodes nodes;

    /** @param nodes the complete subtrees of a tree that is at least as large as any size asked for */
    public Proofs(Nodes nodes) {
        this.nodes = nodes;
    }

    /** The root of the first {@code size} leaves. */
    public byte[] root(long size) {
        return size == 0 ? MerkleHash.emptyRoot() : range(0, size);
    }

    /**
     * That leaf {@code index} is among the first {@code size}.
     *
     * @throws IndexOutOfBoundsException when it is not
     */
    public InclusionProof inclusion(long index, long size) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("no leaf " + index + " in a tree of " + size);
        }
        List<byte[]> path = new ArrayList<>();
        long begin = 0;
        long end = size;
        while (end - begin > 1) {
            long middle = begin + split(end - begin);
            if (index < middle) {
                path.add(range(middle, end));
                end = middle;
            } else {
                path.add(range(begin, middle));
                begin = middle;
            }
        }
        return new InclusionProof(size, index, path.reversed());
    }

    /**
     * That the first {@code oldSize} leaves are the beginning of the first {@code newSize}.
     *
     * @throws IndexOutOfBoundsException unless {@code 0 <= oldSize <= newSize}
     */
    public ConsistencyProof consistency(long oldSize, long newSize) {
        if (oldSize < 0 || oldSize > newSize) {
            throw new IndexOutOfBoundsException("no tree of " + oldSize + " inside a tree of " + newSize);
        }
        List<byte[]> path = new ArrayList<>();
        long begin = 0;
        long end = newSize;
        while (oldSize > 0 && oldSize < end) {
            long middle = begin + split(end - begin);
            if (oldSize <= middle) {
                path.add(range(middle, end));
                end = middle;
            } else {
                path.add(range(begin, middle));
                begin = middle;
            }
        }
        if (begin > 0 && oldSize > 0) {
            path.add(range(begin, end));
        }
        return new ConsistencyProof(oldSize, newSize, path.reversed());
    }

    /** The largest power of two smaller than {@code count}; {@code count} is at least 2. */
    private static long split(long count) {
        return Long.highestOneBit(count - 1);
    }

    /** The hash over leaves begin to end, exclusive; begin is a multiple of the largest power of two in the range. */
    private byte[] range(long begin, long end) {
        long count = end - begin;
        if (Long.bitCount(count) == 1) {
            int level = Long.numberOfTrailingZeros(count);
            return nodes.node(level, begin >> level);
        }
        long middle = begin + split(count);
        return MerkleHash.node(range(begin, middle), range(middle, end));
    }
}
