package dev.muster.ledger.tree;

import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.audit.merkle.TileId;
import dev.muster.ledger.sequence.NotSequencerException;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Tiles as blobs in the database, for servers that share a PostgreSQL and no disk. One row a tile. */
public final class SqlTileStore implements TileStore {
    /** The published note stands where no tile can: tlog-tiles has levels 0 to 7. */
    private static final int CHECKPOINT_LEVEL = -1;

    private final Database database;
    private final LogId log;
    private final LongSupplier fence;

    /** @param fence number of the lease under which this server writes */
    public SqlTileStore(Database database, LogId log, LongSupplier fence) {
        this.database = database;
        this.log = log;
        this.fence = fence;
    }

    @Override
    public Optional<byte[]> tile(TileId tile) {
        return find(tile.level(), tile.index(), tile.width())
                .filter(hashes -> hashes.length == tile.width() * MerkleHash.LENGTH);
    }

    @Override
    public void keep(TileId tile, byte[] hashes) {
        upsert(tile.level(), tile.index(), tile.width(), hashes);
    }

    @Override
    public void keepAll(Map<TileId, byte[]> tiles) {
        database.change(
                tx -> tiles.forEach((tile, hashes) -> upsert(tx, tile.level(), tile.index(), tile.width(), hashes)));
    }

    @Override
    public void drop(TileId partial) {
        database.change(tx -> tx.update(
                "delete from ledger_tile where org = ? and log = ? and level = ? and idx = ? and width = ?"
                        + " and fence <= ?",
                log.org().value(),
                log.name().text(),
                partial.level(),
                partial.index(),
                partial.width(),
                fence.getAsLong()));
    }

    @Override
    public Optional<byte[]> checkpoint() {
        return find(CHECKPOINT_LEVEL, 0, 0);
    }

    @Override
    public void publish(byte[] note) {
        upsert(CHECKPOINT_LEVEL, 0, 0, note);
    }

    private Optional<byte[]> find(int level, long index, int width) {
        return database.read(tx -> tx.one(
                "select hashes from ledger_tile where org = ? and log = ? and level = ? and idx = ? and width = ?",
                row -> row.bytes("hashes"),
                log.org().value(),
                log.name().text(),
                level,
                index,
                width));
    }

    private void upsert(int level, long index, int width, byte[] hashes) {
        database.change(tx -> upsert(tx, level, index, width, hashes));
    }

    private void upsert(Tx tx, int level, long index, int width, byte[] hashes) {
        int rows = tx.update(
                "insert into ledger_tile (org, log, level, idx, width, fence, hashes) values (?, ?, ?, ?, ?, ?, ?)"
                        + " on conflict (org, log, level, idx, width)"
                        + " do update set hashes = excluded.hashes, fence = excluded.fence"
                        + " where ledger_tile.fence <= excluded.fence",
                log.org().value(),
                log.name().text(),
                level,
                index,
                width,
                fence.getAsLong(),
                hashes);
        if (rows != 1) {
            throw new NotSequencerException("another server has taken over the tiles of " + log);
        }
    }
}
