package dev.muster.format.audit.merkle;

/** The complete subtrees of a tree of one size, read from its tiles. */
public final class TileNodes implements Nodes {
    private final TileSource tiles;
    private final long size;

    /**
     * @param tiles holds at least the tiles of a tree of {@code size}
     * @param size leaves; nothing beyond is asked of {@code tiles}
     */
    public TileNodes(TileSource tiles, long size) {
        this.tiles = tiles;
        this.size = size;
    }

    @Override
    public byte[] node(int level, long index) {
        if ((index + 1) << level > size) {
            throw new IndexOutOfBoundsException("subtree " + index + " at level " + level + " is not complete");
        }
        int tileLevel = level / TileId.HEIGHT;
        int within = level % TileId.HEIGHT;
        long first = index << within;
        long inLevel = size >> (tileLevel * TileId.HEIGHT);
        long tileIndex = first / TileId.FULL;
        int width = (int) Math.min(TileId.FULL, inLevel - tileIndex * TileId.FULL);
        TileId tile = new TileId(tileLevel, tileIndex, width);
        byte[] hashes = tiles.read(tile);
        if (hashes.length < width * MerkleHash.LENGTH) {
            throw new MerkleException(
                    tile.path() + " has " + hashes.length + " bytes, not " + width * MerkleHash.LENGTH);
        }
        return MerkleHash.fold(hashes, (int) (first % TileId.FULL) * MerkleHash.LENGTH, 1 << within);
    }
}
