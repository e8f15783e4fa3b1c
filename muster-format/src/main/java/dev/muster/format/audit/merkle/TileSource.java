package dev.muster.format.audit.merkle;

/** Where tiles are read from. */
@FunctionalInterface
public interface TileSource {
    /**
     * The hashes of the tile one after another.
     *
     * @param tile position and the smallest width that is needed
     * @return at least {@code 32 * tile.width()} bytes
     */
    byte[] read(TileId tile);
}
