package dev.muster.server.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Entry;
import dev.muster.core.network.NetworkStore;
import dev.muster.core.network.RulesChanged;
import dev.muster.format.cbor.RecordCodec;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.util.List;
import java.util.Optional;

/** The table of what devices said of changes of their rules. */
final class ChangedTable {
    private ChangedTable() {}

    /** A device and what it said. */
    record Said(DeviceId device, NetworkStore.ToldChanged told) {}

    static void said(Tx tx, Entry entry, RulesChanged said) {
        tx.update(
                "insert into network_changed (org, device, times, said_at, body) values (?, ?, ?, ?, ?)"
                        + " on conflict (org, device) do update set times = excluded.times, said_at = excluded.said_at,"
                        + " body = excluded.body",
                entry.org().value(),
                entry.subject().id(),
                said.count(),
                entry.effectiveAt(),
                RecordCodec.of(RulesChanged.class).encode(said));
    }

    static Optional<NetworkStore.ToldChanged> of(Tx tx, String org, DeviceId device) {
        return tx.one(
                "select device, said_at, body from network_changed where org = ? and device = ?",
                row -> row(row).told(),
                org,
                device.value());
    }

    /** Those whose rules were found changed, most often first. */
    static List<Said> most(Tx tx, String org, int limit) {
        return tx.query(
                "select device, said_at, body from network_changed where org = ? and times > 0"
                        + " order by times desc, device limit ?",
                ChangedTable::row,
                org,
                limit);
    }

    private static Said row(Row row) {
        return new Said(
                new DeviceId(row.text("device")),
                new NetworkStore.ToldChanged(
                        RecordCodec.of(RulesChanged.class).decode(row.bytes("body")), row.instant("said_at")));
    }
}
