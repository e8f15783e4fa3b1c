package dev.muster.ledger.sequence;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Micros;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;

/** Moves the time of a log past a moment: an entry is never received before the one that came last. */
public final class SettledTime {
    private SettledTime() {}

    /**
     * Closes a moment that is not to come: whoever looks after this sees everything that was received by then, and nothing
     * will be received by then any more. What is being written meanwhile is waited for.
     */
    public static void pass(Database database, OrgId org, Instant moment) {
        database.change(tx -> pass(tx, org, Micros.of(moment)));
    }

    private static void pass(Tx tx, OrgId org, long micros) {
        // Whoever appends holds this row until all its entries are there.
        tx.one(
                        "select received_at from ledger_log where org = ? and log = 'record'"
                                + tx.dialect().forUpdate(),
                        row -> row.number("received_at"),
                        org.value())
                .filter(last -> last <= micros)
                .ifPresent(_ -> tx.update(
                        "update ledger_log set received_at = ? where org = ? and log = 'record'",
                        micros + 1,
                        org.value()));
    }
}
