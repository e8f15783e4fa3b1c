package dev.muster.server.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Entry;
import dev.muster.core.network.GatewayAsked;
import dev.muster.core.network.GatewayHolds;
import dev.muster.core.network.GatewaySet;
import dev.muster.format.cbor.RecordCodec;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.util.List;
import java.util.Optional;

/** The tables of gateways: who is behind them, what they were asked for, and what they said. */
final class GatewayTables {
    private GatewayTables() {}

    static void set(Tx tx, Entry entry, GatewaySet set) {
        String org = entry.org().value();
        String gateway = entry.subject().id();
        tx.update(
                "insert into network_gateway (org, device, body) values (?, ?, ?)"
                        + " on conflict (org, device) do update set body = excluded.body",
                org,
                gateway,
                RecordCodec.of(GatewaySet.class).encode(set));
        tx.update("delete from network_behind where org = ? and gateway = ?", org, gateway);
        for (GatewaySet.Behind behind : set.behind()) {
            tx.update(
                    "insert into network_behind (org, gateway, device) values (?, ?, ?)",
                    org,
                    gateway,
                    behind.device());
        }
    }

    static void asked(Tx tx, Entry entry, GatewayAsked asked) {
        tx.update(
                "update network_gateway set asked = ? where org = ? and device = ?",
                RecordCodec.of(GatewayAsked.class).encode(asked),
                entry.org().value(),
                entry.subject().id());
    }

    static void holds(Tx tx, Entry entry, GatewayHolds holds) {
        tx.update(
                "insert into network_held (org, device, gateway, policy, body) values (?, ?, ?, ?, ?)"
                        + " on conflict (org, device) do update set gateway = excluded.gateway,"
                        + " policy = excluded.policy, body = excluded.body",
                entry.org().value(),
                entry.subject().id(),
                holds.gateway(),
                holds.policy(),
                RecordCodec.of(GatewayHolds.class).encode(holds));
    }

    static Optional<GatewaySet> gateway(Tx tx, String org, DeviceId gateway) {
        return tx.one(
                "select body from network_gateway where org = ? and device = ?",
                row -> body(GatewaySet.class, row),
                org,
                gateway.value());
    }

    static Optional<GatewayAsked> asked(Tx tx, String org, DeviceId gateway) {
        return tx.one(
                "select asked as body from network_gateway where org = ? and device = ? and asked is not null",
                row -> body(GatewayAsked.class, row),
                org,
                gateway.value());
    }

    static List<DeviceId> gatewaysOf(Tx tx, String org, DeviceId device) {
        return ids(
                tx,
                "select gateway as id from network_behind where org = ? and device = ? order by gateway",
                org,
                device);
    }

    static Optional<GatewayHolds> held(Tx tx, String org, DeviceId device) {
        return tx.one(
                "select body from network_held where org = ? and device = ?",
                row -> body(GatewayHolds.class, row),
                org,
                device.value());
    }

    static List<DeviceId> heldBy(Tx tx, String org, DeviceId gateway) {
        return ids(
                tx,
                "select device as id from network_held where org = ? and gateway = ? and policy <> '' order by device",
                org,
                gateway);
    }

    /** All gateways, in order, after one. */
    static List<DeviceId> all(Tx tx, String org, String after, int limit) {
        return tx.query(
                "select device as id from network_gateway where org = ? and device > ? order by device limit ?",
                row -> new DeviceId(row.text("id")),
                org,
                after,
                limit);
    }

    private static List<DeviceId> ids(Tx tx, String sql, String org, DeviceId of) {
        return tx.query(sql, row -> new DeviceId(row.text("id")), org, of.value());
    }

    private static <T> T body(Class<T> type, Row row) {
        return RecordCodec.of(type).decode(row.bytes("body"));
    }
}
