package dev.muster.server.update;

import dev.muster.core.ledger.Entry;
import dev.muster.core.update.BytesCapped;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;

/** How many bytes an organisation's rollouts may offer, and have offered. */
final class SqlPace {
    private SqlPace() {}

    static void capped(Tx tx, Entry entry, BytesCapped capped) {
        tx.update(
                "insert into update_org (org, bytes_per_hour) values (?, ?) on conflict (org) do update set"
                        + " bytes_per_hour = excluded.bytes_per_hour",
                entry.org().value(),
                capped.perHour());
    }

    /** 0 for any number. */
    static long perHour(Tx tx, String org) {
        return tx.one("select bytes_per_hour from update_org where org = ?", row -> row.number("bytes_per_hour"), org)
                .orElse(0L);
    }

    /** Asks the index of each rollout's offers: there are few rollouts, and may be millions of offers. */
    static long offeredSince(Tx tx, String org, Instant since) {
        return tx.one(
                        "select coalesce(sum(o.offers * (l.envelope_bytes + coalesce((select sum(a.bytes) from"
                                + " update_release_artifact a where a.org = l.org and a.release = l.id), 0))), 0) as"
                                + " bytes from (select r.org, r.release, (select count(*) from update_target t where"
                                + " t.org = r.org and t.rollout = r.id and t.offered_at > ?) as offers from"
                                + " update_rollout r where r.org = ?) o join update_release l on l.org = o.org and"
                                + " l.id = o.release where o.offers > 0",
                        row -> row.number("bytes"),
                        since,
                        org)
                .orElse(0L);
    }
}
