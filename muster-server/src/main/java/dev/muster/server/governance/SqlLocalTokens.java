package dev.muster.server.governance;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.LocalTokens;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.devices.maintenance.LocalRole;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.devices.SqlDeviceRegister;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Which roles at devices were given, and which sessions devices recorded: a fold of the entries about tokens. */
record SqlLocalTokens(Tx tx, OrgId org) implements LocalTokens.Store {
    /** The newest ones of a device. */
    static final int MOST_SHOWN = 200;

    private static final String COLUMNS = "select id, device, person, role, from_at, until_at, entry";

    @Override
    public DeviceRegister register() {
        return new SqlDeviceRegister(tx, org);
    }

    @Override
    public Optional<LocalTokens.Issued> find(String token) {
        return tx.one(
                COLUMNS + " from governance_local_token where org = ? and id = ?",
                SqlLocalTokens::issued,
                org.value(),
                token);
    }

    @Override
    public long valid(DeviceId device, Instant now) {
        return tx.one(
                        "select count(*) as good from governance_local_token where org = ? and device = ? and until_at > ?"
                                + " and entry is null",
                        row -> row.number("good"),
                        org.value(),
                        device.value(),
                        now)
                .orElse(0L);
    }

    /** The newest first. */
    List<LocalTokens.Issued> of(DeviceId device) {
        return tx.query(
                COLUMNS + " from governance_local_token where org = ? and device = ? order by from_at desc, id limit "
                        + MOST_SHOWN,
                SqlLocalTokens::issued,
                org.value(),
                device.value());
    }

    void issued(Entry entry, GovernanceEvent.LocalTokenIssued token) {
        tx.update(
                "insert into governance_local_token (org, id, device, person, role, from_at, until_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (org, id) do nothing",
                org.value(),
                token.token(),
                entry.subject().id(),
                token.person(),
                token.role(),
                entry.effectiveAt().truncatedTo(ChronoUnit.SECONDS),
                token.until());
    }

    void voided(Entry entry, GovernanceEvent.LocalTokensVoided all) {
        tx.update(
                "update governance_local_token set until_at = ? where org = ? and device = ? and until_at > ?"
                        + " and from_at <= ?",
                all.since(),
                org.value(),
                entry.subject().id(),
                all.since(),
                all.since());
    }

    void recorded(Entry entry, GovernanceEvent.LocalSessionRecorded session) {
        tx.update(
                "update governance_local_token set entry = ? where org = ? and id = ? and entry is null",
                entry.index(),
                org.value(),
                session.token());
    }

    private static LocalTokens.Issued issued(Row row) {
        return new LocalTokens.Issued(
                row.text("id"),
                new DeviceId(row.text("device")),
                row.text("person"),
                LocalRole.ofWord(row.text("role")).orElseThrow(),
                row.instant("from_at"),
                row.instant("until_at"),
                row.findNumber("entry"));
    }
}
