package dev.muster.server.console;

import dev.muster.core.attestation.Expected;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.facts.SqlFactStore;
import dev.muster.server.http.Keyed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The devices of an organisation by their ids, now or as of a time, a piece at a time and without their facts. */
record Devices(Database database, EntryFacts reader, OrgId org, Optional<Instant> asOf)
        implements Keyed<DeviceSummary> {
    @Override
    public String key(DeviceSummary row) {
        return row.id();
    }

    @Override
    public List<DeviceSummary> after(String key, int most) {
        return database.read(
                tx -> (asOf.isPresent() ? then(tx, key, most, asOf.get()) : DeviceRows.after(tx, org, key, most))
                        .stream()
                                .map(expecting(Silence.expected(tx, org, reader, asOf)))
                                .toList());
    }

    private static UnaryOperator<DeviceSummary> expecting(Expected expected) {
        return device -> device.expecting(expected);
    }

    /** Every device that there ever was has a row; those that nothing was known of then have none of theirs. */
    private List<DeviceSummary> then(Tx tx, String key, int most, Instant at) {
        SqlFactStore store = new SqlFactStore(tx, org, reader);
        var known = store.known(at);
        List<DeviceSummary> found = new ArrayList<>();
        List<DeviceSummary> piece = DeviceRows.after(tx, org, key, most);
        while (found.size() < most && !piece.isEmpty()) {
            for (DeviceSummary now : piece) {
                if (found.size() < most) {
                    var facts = known.apply(Subject.device(now.id()));
                    if (!facts.isEmpty()) {
                        found.add(DeviceSummary.of(
                                        now.id(),
                                        facts.stream().map(one -> one.fact()).toList())
                                .bare());
                    }
                }
            }
            piece = DeviceRows.after(tx, org, piece.getLast().id(), most);
        }
        return found;
    }
}
