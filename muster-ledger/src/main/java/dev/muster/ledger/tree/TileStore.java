package dev.muster.ledger.tree;

import dev.muster.format.audit.merkle.TileId;
import java.util.Map;
import java.util.Optional;

/** Keeps the tiles and the published head of one log. Everything in it can be made again from the rows. */
public interface TileStore {
    /** The hashes of the tile, or empty when it was never written or has another length than its width says. */
    Optional<byte[]> tile(TileId tile);

    /** Keeps a tile. A full one is durable when this returns; a partial one need not be. */
    void keep(TileId tile, byte[] hashes);

    /** Keeps full tiles, durable when this returns. They come lower ones first, and are found in that order. */
    default void keepAll(Map<TileId, byte[]> tiles) {
        tiles.forEach(this::keep);
    }

    /** Removes the partial tiles that were kept for a smaller head. */
    void drop(TileId partial);

    /** The signed note last published. */
    Optional<byte[]> checkpoint();

    /** Publishes a signed note; durable when this returns. */
    void publish(byte[] note);
}
