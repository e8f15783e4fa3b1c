package dev.muster.ledger.sequence;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many entries each organisation has, asked once for all followers that the same commit woke: there are a dozen of them,
 * and hundreds of commits a second.
 */
final class SharedSizes {
    private final Database database;
    private final AtomicLong commits = new AtomicLong();
    private Map<OrgId, Long> sizes = Map.of();
    /** What was committed before is in {@link #sizes}; -1 before anybody asked. */
    private long upTo = -1;

    SharedSizes(Database database) {
        this.database = database;
    }

    /** Something was committed on this server. */
    void committed() {
        commits.incrementAndGet();
    }

    /**
     * With everything that was committed on this server before.
     *
     * @param anew whether to ask in any case, for what another server has committed
     */
    synchronized Map<OrgId, Long> sizes(boolean anew) {
        // Read before the question: what is committed while it is answered may be missing.
        long before = commits.get();
        if (anew || before > upTo) {
            Map<OrgId, Long> read = new HashMap<>();
            database.read(tx -> tx.query(
                            "select org, size from ledger_log where log = 'record'",
                            row -> Map.entry(new OrgId(row.text("org")), row.number("size"))))
                    .forEach(entry -> read.put(entry.getKey(), entry.getValue()));
            sizes = Map.copyOf(read);
            upTo = before;
        }
        return sizes;
    }
}
