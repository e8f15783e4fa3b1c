package dev.muster.ledger.export;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.merkle.TileId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.statements.StatementRows;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Entry bundles of the statement log (C2SP tlog-tiles 0.1.0): for each leaf of a level-0 tile its length as two bytes, big
 * endian, and its leaf data, which is the signed statement with an empty unprotected header. SHA-256(0x00 || leaf data) is
 * the hash in the tile.
 */
public final class EntryBundles {
    private static final int MAX_ENTRY_BYTES = 0xffff;

    private final Ledger ledger;

    public EntryBundles(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * The bundle that belongs to a tile of level 0.
     *
     * @return empty when the body of one of them was erased
     * @throws IndexOutOfBoundsException when it is beyond the log
     */
    public Optional<byte[]> bundle(OrgId org, TileId tile) {
        long begin = tile.index() * TileId.FULL;
        List<Optional<byte[]>> leaves = ledger.settings()
                .database()
                .read(tx -> new StatementRows(tx, org).leafData(begin, begin + tile.width(), ledger));
        if (leaves.size() != tile.width()) {
            throw new IndexOutOfBoundsException(tile.entriesPath() + " is beyond the log");
        }
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        for (Optional<byte[]> leaf : leaves) {
            if (leaf.isEmpty()) {
                return Optional.empty();
            }
            byte[] data = leaf.get();
            if (data.length > MAX_ENTRY_BYTES) {
                throw new IllegalStateException("a statement of " + data.length + " bytes does not fit a bundle");
            }
            bundle.write(data.length >> 8);
            bundle.write(data.length);
            bundle.writeBytes(data);
        }
        return Optional.of(bundle.toByteArray());
    }
}
