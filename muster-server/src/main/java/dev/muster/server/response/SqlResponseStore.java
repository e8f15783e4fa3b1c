package dev.muster.server.response;

import dev.muster.core.devices.DeviceState;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.core.response.Episode;
import dev.muster.core.response.ResponseStore;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.Optional;

/** The register of episodes and releases of one organisation. */
public final class SqlResponseStore implements ResponseStore {
    private final Tx tx;
    private final OrgId org;
    private final DeviceStates states;

    public SqlResponseStore(Tx tx, OrgId org, DeviceStates states) {
        this.tx = tx;
        this.org = org;
        this.states = states;
    }

    @Override
    public Optional<DeviceState> state(Subject device) {
        return states.of(tx, org, device);
    }

    @Override
    public Optional<Episode> episode(Subject device) {
        return tx.one(
                "select * from response_episode where org = ? and device = ?",
                SqlResponseStore::episode,
                org.value(),
                device.text());
    }

    @Override
    public int releases(Subject device, Instant since) {
        return Math.toIntExact(tx.count(
                "select count(*) as n from response_release where org = ? and device = ? and released_at >= ?",
                org.value(),
                device.text(),
                since));
    }

    /** Stores the open episode, or that none is open. */
    void keep(Subject device, Optional<Episode> episode) {
        if (episode.isEmpty()) {
            tx.update("delete from response_episode where org = ? and device = ?", org.value(), device.text());
            return;
        }
        Episode open = episode.get();
        tx.update(
                "insert into response_episode (org, device, opened_at, verdict_entry, roll_backs, last_roll_back_at,"
                        + " case_opened) values (?, ?, ?, ?, ?, ?, ?) on conflict (org, device) do update set"
                        + " opened_at = excluded.opened_at, verdict_entry = excluded.verdict_entry,"
                        + " roll_backs = excluded.roll_backs, last_roll_back_at = excluded.last_roll_back_at,"
                        + " case_opened = excluded.case_opened",
                org.value(),
                device.text(),
                open.openedAt(),
                open.verdictEntry(),
                open.rollBacks(),
                open.lastRollBackAt(),
                open.caseOpened());
    }

    /** Remembers a release, by the entry that says so. */
    void released(Subject device, long entry, Instant at) {
        tx.update(
                "insert into response_release (org, device, entry, released_at) values (?, ?, ?, ?)"
                        + " on conflict (org, device, entry) do nothing",
                org.value(),
                device.text(),
                entry,
                at);
    }

    private static Episode episode(Row row) {
        return new Episode(
                row.instant("opened_at"),
                row.number("verdict_entry"),
                row.integerOf("roll_backs"),
                row.findInstant("last_roll_back_at"),
                row.truth("case_opened"));
    }
}
