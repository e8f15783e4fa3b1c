package dev.muster.ledger.tree;

import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sequence.Stored;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The trees of all logs, opened when first needed, fed after each commit. */
public final class LogTrees {
    private final Database database;
    private final Function<LogId, TileStore> stores;
    private final Map<LogId, LogTree> open = new ConcurrentHashMap<>();
    private final Set<LogId> grown = ConcurrentHashMap.newKeySet();

    public LogTrees(Database database, Function<LogId, TileStore> stores) {
        this.database = database;
        this.stores = stores;
    }

    /** The tree of a log, caught up with the durable rows when it is opened. */
    public LogTree tree(LogId log) {
        return open.computeIfAbsent(
                log, id -> LogTree.open(id, stores.apply(id), (begin, end) -> leaves(id, begin, end), size(id)));
    }

    /** Takes a committed batch. */
    public void committed(List<Stored> batch) {
        Map<LogId, Grown> leaves = new LinkedHashMap<>();
        for (Stored stored : batch) {
            OrgId org = stored.entry().org();
            leaves.computeIfAbsent(
                            LogId.record(org), log -> new Grown(stored.entry().index()))
                    .hashes
                    .add(stored.leafHash());
            if (stored.event() instanceof LedgerEvent.StatementRegistered registered) {
                leaves.computeIfAbsent(LogId.statements(org), log -> new Grown(registered.index()))
                        .hashes
                        .add(MerkleHash.leaf(registered.statement()));
            }
        }
        leaves.forEach((log, more) -> {
            tree(log).append(more.first, more.hashes);
            grown.add(log);
        });
    }

    /** Logs that grew since the last call. */
    public List<LogId> takeGrown() {
        List<LogId> logs = new ArrayList<>(grown);
        logs.forEach(grown::remove);
        return logs;
    }

    /** Says again that a log grew, because publishing its head did not succeed. */
    public void putBack(LogId log) {
        grown.add(log);
    }

    /** Durable leaves of a log. */
    public long size(LogId log) {
        return database.read(tx -> size(tx, log));
    }

    public static long size(Tx tx, LogId log) {
        return switch (log.name()) {
            case RECORD -> new Entries(tx, log.org()).size();
            case STATEMENT -> {
                Optional<Long> last = tx.one(
                        "select max(idx) as last from statement where org = ?",
                        row -> row.longOr("last", -1),
                        log.org().value());
                yield last.orElse(-1L) + 1;
            }
        };
    }

    private List<byte[]> leaves(LogId log, long begin, long end) {
        return database.read(tx -> switch (log.name()) {
            case RECORD -> new Entries(tx, log.org()).leaves(begin, end);
            case STATEMENT ->
                tx.query(
                        "select leaf from statement where org = ? and idx >= ? and idx < ? order by idx",
                        row -> row.bytes("leaf"),
                        log.org().value(),
                        begin,
                        end);
        });
    }

    private static final class Grown {
        private final long first;
        private final List<byte[]> hashes = new ArrayList<>();

        Grown(long first) {
            this.first = first;
        }
    }
}
