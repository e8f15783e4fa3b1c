package dev.muster.server.network;

import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.NetworkStore;
import dev.muster.core.network.NetworkWishes;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.server.topic.EveryOrg;
import java.time.Instant;
import java.time.InstantSource;

/** Ends overrides whose time is over. */
final class EndedOverrides implements Runnable {
    private static final int A_ROUND = 1_000;

    private final Database database;
    private final Ledger ledger;
    private final InstantSource clock;

    EndedOverrides(Database database, Ledger ledger, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public void run() {
        Instant now = clock.instant();
        EveryOrg.each(ledger.orgs(), org -> run(org, now));
    }

    private void run(OrgId org, Instant now) {
        for (NetworkStore.Over over : database.read(tx -> new SqlNetworkStore(tx, org).over(now, A_ROUND))) {
            ledger.shell()
                    .run(
                            org,
                            tx -> new SqlNetworkStore(tx, org),
                            store -> NetworkWishes.end(over.device(), over.id(), "expired", store, "muster", now));
        }
        for (SqlNetworkStore.Ended over : database.read(tx -> new SqlNetworkStore(tx, org).ended(now, A_ROUND))) {
            ledger.shell()
                    .run(
                            org,
                            tx -> new SqlNetworkStore(tx, org),
                            store -> NetworkWishes.over(over.device(), over.window(), store, now));
        }
    }
}
