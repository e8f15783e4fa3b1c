package dev.muster.server.network;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Entry;
import dev.muster.core.network.FlowsSeen;
import dev.muster.core.network.NetworkStore;
import dev.muster.format.cbor.RecordCodec;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.facts.Levels;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of what packet filters saw. */
final class FlowTables {
    private FlowTables() {}

    /** A device and what was seen of it. */
    record Seen(DeviceId device, NetworkStore.Told told) {}

    /** Every kind of thing that a device was refused, each thing once while its filter goes on telling of it. */
    static final String REFUSED = "network.refused";

    /** Flows that rules let begin, as reports told of them. */
    static final String BEGUN = "network.flows-begun";

    /** Packets that were refused, as reports told of them. */
    static final String PACKETS = "network.packets-refused";

    private record Kind(boolean from, int protocol, String peer, int port) {
        static Set<Kind> of(FlowsSeen seen) {
            return seen.flows().stream()
                    .map(flow -> new Kind(flow.from(), flow.protocol(), flow.peer(), flow.port()))
                    .collect(Collectors.toSet());
        }
    }

    static void seen(Tx tx, Entry entry, FlowsSeen seen) {
        Optional<FlowsSeen> before =
                of(tx, entry.org().value(), new DeviceId(entry.subject().id())).map(NetworkStore.Told::seen);
        Set<Kind> known = before.map(Kind::of).orElse(Set.of());
        long fresh =
                Kind.of(seen).stream().filter(kind -> !known.contains(kind)).count();
        FlowsGained gained = FlowsGained.of(before, seen);
        Levels levels = new Levels(tx, entry.org());
        levels.add(REFUSED, entry.receivedAt(), fresh);
        levels.add(BEGUN, entry.receivedAt(), gained.begun());
        levels.add(PACKETS, entry.receivedAt(), gained.refused());
        tx.update(
                "insert into network_flows (org, device, kinds, seen_at, body) values (?, ?, ?, ?, ?)"
                        + " on conflict (org, device) do update set kinds = excluded.kinds, seen_at = excluded.seen_at,"
                        + " body = excluded.body",
                entry.org().value(),
                entry.subject().id(),
                seen.flows().size(),
                entry.effectiveAt(),
                RecordCodec.of(FlowsSeen.class).encode(seen));
    }

    static Optional<NetworkStore.Told> of(Tx tx, String org, DeviceId device) {
        return tx.one(
                "select device, seen_at, body from network_flows where org = ? and device = ?",
                row -> row(row).told(),
                org,
                device.value());
    }

    /** Those that were refused most different things first. */
    static List<Seen> most(Tx tx, String org, int limit) {
        return tx.query(
                "select device, seen_at, body from network_flows where org = ? order by kinds desc, device limit ?",
                FlowTables::row,
                org,
                limit);
    }

    private static Seen row(Row row) {
        return new Seen(
                new DeviceId(row.text("device")),
                new NetworkStore.Told(
                        RecordCodec.of(FlowsSeen.class).decode(row.bytes("body")), row.instant("seen_at")));
    }
}
