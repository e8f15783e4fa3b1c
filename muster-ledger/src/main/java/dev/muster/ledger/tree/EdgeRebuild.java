package dev.muster.ledger.tree;

import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.TileId;
import java.util.List;

/** Makes tiles again from the level below, and the lowest from the rows: what a crash tore is whole after this. */
final class EdgeRebuild {
    private final TileStore store;
    private final LeafRows rows;
    private final long size;

    EdgeRebuild(TileStore store, LeafRows rows, long size) {
        this.store = store;
        this.rows = rows;
        this.size = size;
    }

    /** The hashes of a tile at the right edge, always hashed again, never read. */
    byte[] partial(TileId tile) {
        return computed(tile);
    }

    /** A full tile from the store, or made again and kept when it is missing. */
    byte[] full(TileId tile) {
        return store.tile(tile).orElseGet(() -> {
            byte[] hashes = computed(tile);
            store.keep(tile, hashes);
            return hashes;
        });
    }

    /** The hashes that a tile must hold: of rows at level 0, of full tiles below else. */
    byte[] computed(TileId tile) {
        long first = tile.index() * TileId.FULL;
        byte[] hashes = new byte[tile.width() * MerkleHash.LENGTH];
        if (tile.level() == 0) {
            if (first + tile.width() > size) {
                throw new IndexOutOfBoundsException(tile.path() + " is beyond " + size + " leaves");
            }
            List<byte[]> leaves = rows.leaves(first, first + tile.width());
            for (int i = 0; i < tile.width(); i++) {
                System.arraycopy(leaves.get(i), 0, hashes, i * MerkleHash.LENGTH, MerkleHash.LENGTH);
            }
            return hashes;
        }
        for (int i = 0; i < tile.width(); i++) {
            byte[] below = full(new TileId(tile.level() - 1, first + i, TileId.FULL));
            System.arraycopy(MerkleHash.fold(below), 0, hashes, i * MerkleHash.LENGTH, MerkleHash.LENGTH);
        }
        return hashes;
    }
}
