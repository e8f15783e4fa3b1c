package dev.muster.format.audit.merkle;

import java.util.Arrays;

/**
 * The growing right edge of a tree: for every tile level the hashes of the tile that is not yet full. That is all that
 * appending needs, so memory stays the same (at most 64 kB) however long the log becomes. Not safe for several threads.
 */
public final class Frontier {
    /** Told about each tile when its 256th hash arrives. */
    @FunctionalInterface
    public interface FullTiles {
        /** The finished tile: 8192 bytes that will never change. */
        void full(TileId tile, byte[] hashes);
    }

    private final byte[][] edges = new byte[TileId.LEVELS][];
    private final FullTiles fullTiles;
    private long size;

    private Frontier(FullTiles fullTiles) {
        this.fullTiles = fullTiles;
    }

    /** The edge of the empty tree. */
    public static Frontier empty(FullTiles fullTiles) {
        return new Frontier(fullTiles);
    }

    /**
     * The edge of a tree of {@code size} leaves, from its partial tiles.
     *
     * @throws MerkleException when a tile is too short
     */
    public static Frontier resume(long size, TileSource tiles, FullTiles fullTiles) {
        Frontier frontier = new Frontier(fullTiles);
        frontier.size = size;
        for (TileId tile : TileId.partials(size)) {
            byte[] hashes = tiles.read(tile);
            if (hashes.length < tile.width() * MerkleHash.LENGTH) {
                throw new MerkleException(tile.path() + " is too short: " + hashes.length + " bytes");
            }
            frontier.edges[tile.level()] =
                    Arrays.copyOf(Arrays.copyOf(hashes, tile.width() * MerkleHash.LENGTH), fullBytes());
        }
        return frontier;
    }

    /** Leaves so far. */
    public long size() {
        return size;
    }

    /** Appends one leaf by its hash, 32 bytes. */
    public void append(byte[] leafHash) {
        byte[] hash = leafHash;
        long index = size;
        for (int level = 0; level < TileId.LEVELS; level++) {
            int slot = (int) (index & (TileId.FULL - 1));
            byte[] edge = edge(level);
            System.arraycopy(hash, 0, edge, slot * MerkleHash.LENGTH, MerkleHash.LENGTH);
            if (slot < TileId.FULL - 1) {
                break;
            }
            fullTiles.full(new TileId(level, index >> TileId.HEIGHT, TileId.FULL), edge.clone());
            hash = MerkleHash.fold(edge, 0, TileId.FULL);
            index >>= TileId.HEIGHT;
        }
        size++;
    }

    /** The root over all leaves so far. */
    public byte[] root() {
        return new Proofs(new TileNodes(this::partial, size)).root(size);
    }

    /**
     * The hashes of a tile at the right edge that is not full, {@code 32 * width} bytes.
     *
     * @throws IllegalArgumentException when the tile is not at the right edge or holds more than there is
     */
    public byte[] partial(TileId tile) {
        long count = size >> (tile.level() * TileId.HEIGHT);
        if (tile.index() != count / TileId.FULL || tile.width() > count % TileId.FULL) {
            throw new IllegalArgumentException(tile.path() + " is not at the edge of a tree of " + size);
        }
        return Arrays.copyOf(edge(tile.level()), tile.width() * MerkleHash.LENGTH);
    }

    private byte[] edge(int level) {
        byte[] edge = edges[level];
        if (edge == null) {
            edge = new byte[fullBytes()];
            edges[level] = edge;
        }
        return edge;
    }

    private static int fullBytes() {
        return TileId.FULL * MerkleHash.LENGTH;
    }
}
