package dev.muster.ledger.sequence;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many entries each organisation has, for all followers: what this server commits it says itself, what another one has
 * written is asked for.
 */
final class SharedSizes {
    private final Database database;
    private final Map<OrgId, Long> sizes = new ConcurrentHashMap<>();
    private final Map<OrgId, Long> shown = Collections.unmodifiableMap(sizes);
    private volatile boolean asked;

    SharedSizes(Database database) {
        this.database = database;
    }

    /** A log has so many entries after a commit on this server. */
    void committed(OrgId org, long size) {
        // What is committed while the database answers may be missing from its answer.
        sizes.merge(org, size, Math::max);
    }

    /**
     * With everything that was committed on this server before; a view that grows.
     *
     * @param anew whether to ask in any case, for what another server has committed
     */
    Map<OrgId, Long> sizes(boolean anew) {
        if (anew || !asked) {
            ask();
        }
        return shown;
    }

    private synchronized void ask() {
        database.read(tx -> tx.query(
                        "select org, size from ledger_log where log = 'record'",
                        row -> Map.entry(new OrgId(row.text("org")), row.number("size"))))
                .forEach(entry -> committed(entry.getKey(), entry.getValue()));
        asked = true;
    }
}
