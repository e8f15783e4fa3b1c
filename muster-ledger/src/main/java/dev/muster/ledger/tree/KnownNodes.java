package dev.muster.ledger.tree;

import dev.muster.format.audit.merkle.Nodes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Remembers complete subtrees, which never change: the receipts of one batch and those of the next ask for nearly the same
 * ones, and each inside a tile costs up to 255 hashes. Safe for several threads.
 */
final class KnownNodes {
    /** About 2 MB. */
    private static final int MAX_NODES = 16_384;
    /** Lower ones are hashed faster than they are found. */
    private static final int MIN_LEVEL = 2;
    /** Levels below 64 in the low bits of a key. */
    private static final int LEVEL_BITS = 6;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Long, byte[]> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
            return size() > MAX_NODES;
        }
    };

    /** The nodes of a tree of {@code size}, each asked of {@code source} once. */
    Nodes over(Nodes source, long size) {
        return (level, index) -> {
            // The source refuses what is beyond the tree; what was learned in a larger one must not hide that.
            boolean complete = (index + 1) << level <= size;
            return level < MIN_LEVEL || !complete ? source.node(level, index) : node(source, level, index);
        };
    }

    private byte[] node(Nodes source, int level, long index) {
        long key = index << LEVEL_BITS | level;
        byte[] hash = find(key);
        if (hash == null) {
            hash = source.node(level, index);
            keep(key, hash);
        }
        return hash.clone();
    }

    private byte @Nullable [] find(long key) {
        lock.lock();
        try {
            return known.get(key);
        } finally {
            lock.unlock();
        }
    }

    private void keep(long key, byte[] hash) {
        lock.lock();
        try {
            known.put(key, hash.clone());
        } finally {
            lock.unlock();
        }
    }
}
