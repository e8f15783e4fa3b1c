package dev.muster.ledger.sequence;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many entries each organisation has, for all followers: what this server commits it says itself, what another one has
 * written is asked for.
 */
final class SharedSizes {
    /** One question serves every follower that comes so soon after it: there are a dozen, and perhaps ten thousand organisations. */
    static final long SERVES_MILLIS = 500;

    /** Logs begin and grow and are never taken away: where both numbers are as before, nothing was written. */
    private static final String STATE =
            "select count(*) as logs, coalesce(sum(size), 0) as entries from ledger_log where log = 'record'";

    private record State(long logs, long entries) {}

    private final Database database;
    private final LongSupplier nanoTime;
    private final Map<OrgId, Long> sizes = new ConcurrentHashMap<>();
    private final Map<OrgId, Long> shown = Collections.unmodifiableMap(sizes);
    private State known = new State(0, 0);
    private volatile boolean asked;
    private long askedAt;
    private int read;

    SharedSizes(Database database) {
        this(database, System::nanoTime);
    }

    SharedSizes(Database database, LongSupplier nanoTime) {
        this.database = database;
        this.nanoTime = nanoTime;
    }

    /** A log has so many entries after a commit on this server. */
    void committed(OrgId org, long size) {
        // What is committed while the database answers may be missing from its answer.
        sizes.merge(org, size, Math::max);
    }

    /**
     * With everything that was committed on this server before; a view that grows.
     *
     * @param anew whether to ask in any case, for what another server has committed, unless somebody just has
     */
    Map<OrgId, Long> sizes(boolean anew) {
        if (anew || !asked) {
            ask();
        }
        return shown;
    }

    private synchronized void ask() {
        long now = nanoTime.getAsLong();
        if (asked && now - askedAt < TimeUnit.MILLISECONDS.toNanos(SERVES_MILLIS)) {
            return;
        }
        known = database.read(tx -> {
            State state = tx.one(STATE, row -> new State(row.number("logs"), row.number("entries")))
                    .orElseThrow();
            if (!state.equals(known)) {
                read(tx);
            }
            return state;
        });
        askedAt = now;
        asked = true;
    }

    private void read(Tx tx) {
        read++;
        tx.query(
                        "select org, size from ledger_log where log = 'record'",
                        row -> Map.entry(new OrgId(row.text("org")), row.number("size")))
                .forEach(entry -> committed(entry.getKey(), entry.getValue()));
    }

    /** How often every organisation was read. */
    synchronized int read() {
        return read;
    }
}
