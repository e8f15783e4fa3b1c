package dev.muster.ledger.tree;

import dev.muster.format.audit.merkle.Checkpoint;
import dev.muster.format.audit.merkle.ConsistencyProof;
import dev.muster.format.audit.merkle.Frontier;
import dev.muster.format.audit.merkle.InclusionProof;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.Peaks;
import dev.muster.format.audit.merkle.Proofs;
import dev.muster.format.audit.merkle.TileId;
import dev.muster.format.audit.merkle.TileNodes;
import dev.muster.ledger.sequence.NotSequencerException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The Merkle tree of one log: the right edge in memory, full tiles in the store. It never knows more leaves than there
 * are durable rows, so whatever it signs or proves can be derived again. Full tiles are written behind, before the next
 * head is published: nobody whose entry is durable waits for them, and those that a crash takes are made again from the
 * rows. Safe for several threads.
 */
public final class LogTree {
    /** Leaves that are read from the rows at a time while catching up: bounds memory. */
    private static final int CHUNK = 4096;
    /** Full tiles kept for proofs: 2 MB; the upper levels of ten million leaves and the busiest lower ones. */
    private static final int CACHED_TILES = 256;
    /** Full tiles that wait to be written, 2 MB: at ten thousand leaves a second six seconds of them. */
    private static final int MAX_UNWRITTEN = 256;

    private final LogId id;
    private final TileStore store;
    private final LeafRows rows;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    private final Map<TileId, byte[]> unwritten = new LinkedHashMap<>();
    private final Map<TileId, byte[]> cache = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<TileId, byte[]> eldest) {
            return size() > CACHED_TILES;
        }
    };
    private final KnownNodes nodes = new KnownNodes();
    /** The growing tile of each level as it was read last: what stands in it stays, more may have come. */
    private final AtomicReferenceArray<@Nullable Edge> edges = new AtomicReferenceArray<>(TileId.LEVELS);

    private Frontier frontier;
    /** The receipts of one batch share a root. */
    private volatile Rooted newest = new Rooted(0, MerkleHash.emptyRoot());

    private record Rooted(long size, byte[] root) {}

    private record Edge(long index, byte[] hashes) {}

    private LogTree(LogId id, TileStore store, LeafRows rows) {
        this.id = id;
        this.store = store;
        this.rows = rows;
        this.frontier = Frontier.empty(this::keepFull);
    }

    /** Reads the edge back by hashing rows and tiles again, for a log of {@code size} durable rows. */
    static LogTree open(LogId id, TileStore store, LeafRows rows, long size) {
        LogTree tree = new LogTree(id, store, rows);
        tree.frontier = Frontier.resume(size, new EdgeRebuild(store, rows, size)::partial, tree::keepFull);
        return tree;
    }

    public LogId id() {
        return id;
    }

    public TileStore store() {
        return store;
    }

    public long size() {
        return locked(() -> frontier.size());
    }

    /** Appends leaves {@code first}, first + 1, …; reads those before from the rows when it missed some. */
    void append(long first, List<byte[]> leafHashes) {
        catchUp(first);
        lock.lock();
        try {
            int known = (int) (frontier.size() - first);
            for (byte[] leaf : leafHashes.subList(Math.min(known, leafHashes.size()), leafHashes.size())) {
                frontier.append(leaf);
            }
        } finally {
            lock.unlock();
        }
        bound();
    }

    /** Appends from the rows until there are {@code size} leaves. */
    public void catchUp(long size) {
        while (behind(size)) {
            bound();
        }
    }

    /** Reads one chunk of what is missing; whether anything was. */
    private boolean behind(long size) {
        lock.lock();
        try {
            long from = frontier.size();
            if (from >= size) {
                return false;
            }
            rows.leaves(from, Math.min(size, from + CHUNK)).forEach(frontier::append);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Writes the full tiles that wait, lower ones first: whatever a tile stands for is in the store before it. */
    public void writeFull() {
        writing.lock();
        try {
            Map<TileId, byte[]> waiting = locked(() -> new LinkedHashMap<>(unwritten));
            keepAll(waiting);
            locked(() -> unwritten.keySet().removeAll(waiting.keySet()));
        } finally {
            writing.unlock();
        }
    }

    private void keepAll(Map<TileId, byte[]> tiles) {
        try {
            store.keepAll(tiles);
        } catch (NotSequencerException another) {
            // The server that writes now makes the same tiles from the same rows.
        }
    }

    private void bound() {
        if (locked(() -> unwritten.size() > MAX_UNWRITTEN)) {
            writeFull();
        }
    }

    /** The head as it is now. */
    public Checkpoint head(String origin) {
        return locked(() -> Checkpoint.of(origin, frontier.size(), frontier.root()));
    }

    /** The root when there were {@code size} leaves. */
    public byte[] root(long size) {
        Rooted known = newest;
        if (known.size() == size) {
            return known.root().clone();
        }
        byte[] root = proofs(size).root(size);
        newest = new Rooted(size, root.clone());
        return root;
    }

    /** A proof for a leaf in the tree of {@code size} leaves. */
    public InclusionProof inclusion(long index, long size) {
        return proofs(size).inclusion(index, size);
    }

    public ConsistencyProof consistency(long oldSize, long newSize) {
        return proofs(newSize).consistency(oldSize, newSize);
    }

    /** The subtrees of which the tree of {@code size} leaves consists. */
    public Peaks peaks(long size) {
        if (size < 0 || size > size()) {
            throw new IndexOutOfBoundsException(id + " has " + size() + " leaves, not " + size);
        }
        return Peaks.of(new TileNodes(this::read, size), size);
    }

    /** A tile as it is now, full or partial. */
    public byte[] tile(TileId tile) {
        if ((tile.index() * TileId.FULL + tile.width()) << (tile.level() * TileId.HEIGHT) > size()) {
            throw new IndexOutOfBoundsException(tile.path() + " is beyond the log");
        }
        return Arrays.copyOf(read(tile), tile.width() * MerkleHash.LENGTH);
    }

    private Proofs proofs(long size) {
        if (size < 0 || size > size()) {
            throw new IndexOutOfBoundsException(id + " has " + size() + " leaves, not " + size);
        }
        return new Proofs(nodes.over(new TileNodes(this::read, size), size));
    }

    /** At least the asked width of a tile: from the edge while it grows there, else the full one. The lock is not held
     * while the store is read; a tile that became full meanwhile is in the cache or the store. */
    private byte[] read(TileId tile) {
        Edge edge = edges.get(tile.level());
        if (edge != null && edge.index == tile.index() && edge.hashes.length >= tile.width() * MerkleHash.LENGTH) {
            return edge.hashes;
        }
        TileId full = new TileId(tile.level(), tile.index(), TileId.FULL);
        byte[] known = locked(() -> {
            long inLevel = frontier.size() >> (tile.level() * TileId.HEIGHT);
            if (tile.index() >= inLevel / TileId.FULL) {
                return remembered(tile);
            }
            byte[] waiting = unwritten.get(full);
            return waiting == null ? cache.get(full) : waiting;
        });
        if (known != null) {
            return known;
        }
        byte[] hashes = new EdgeRebuild(store, rows, size()).full(full);
        lock.lock();
        try {
            cache.put(full, hashes);
        } finally {
            lock.unlock();
        }
        return hashes;
    }

    /** All that there is of a tile at the edge; under the lock. */
    private byte[] remembered(TileId tile) {
        int width = (int) ((frontier.size() >> (tile.level() * TileId.HEIGHT)) % TileId.FULL);
        byte[] hashes = frontier.partial(new TileId(tile.level(), tile.index(), Math.max(width, tile.width())));
        edges.set(tile.level(), new Edge(tile.index(), hashes));
        return hashes;
    }

    private void keepFull(TileId tile, byte[] hashes) {
        unwritten.put(tile, hashes);
        cache.put(tile, hashes);
    }

    private <T extends @Nullable Object> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
