package dev.muster.server.console;

import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the pages and the API show, now or as of a time. Read-only. */
public final class FleetReader {
    /** Newest entries on a device's timeline: more is an export, not a page. */
    static final int TIMELINE_MAX = 200;

    /** Entries of each kind that are looked through for orders: many times what may be open at once. */
    private static final int ORDER_ENTRIES_MAX = 8 * DeviceRegister.MAX_OPEN_ORDERS;

    private static final List<String> ORDER_TYPES = List.of("devices.order-issued", "devices.order-closed");

    private final Database database;
    private final FactReader reader;

    public FleetReader(Database database, FactReader reader) {
        this.database = database;
        this.reader = reader;
    }

    /** All devices, by id; empty {@code asOf} means now. */
    List<DeviceSummary> devices(OrgId org, Optional<Instant> asOf) {
        return summaries(database.read(tx -> asOf.isEmpty()
                ? latest(tx, org, "device/%")
                : past(tx, org, "subject like ?", "device/%", asOf.get())));
    }

    Optional<DeviceSummary> device(OrgId org, String id, Optional<Instant> asOf) {
        String subject = Subject.device(id).text();
        List<Fact> facts = database.read(tx -> asOf.isEmpty()
                ? tx.query(
                        "select * from console_fact where org = ? and subject = ? order by fact_key",
                        FleetReader::fact,
                        org.value(),
                        subject)
                : past(tx, org, "subject = ?", subject, asOf.get()));
        return summaries(facts).stream()
                .filter(device -> device.id().equals(id))
                .findFirst();
    }

    /** Entries about a device, newest first. */
    List<Entry> timeline(OrgId org, String id, Optional<Instant> asOf) {
        EntryQuery query =
                EntryQuery.all().subject(Subject.device(id)).fallingOrder().limit(TIMELINE_MAX);
        return entries(org, asOf.map(query::knownAt).orElse(query));
    }

    /** The newest orders to a device and how they ended. */
    List<DeviceOrder> orders(OrgId org, String id, Optional<Instant> asOf) {
        EntryQuery query =
                EntryQuery.all().subject(Subject.device(id)).fallingOrder().limit(ORDER_ENTRIES_MAX);
        EntryQuery known = asOf.map(query::knownAt).orElse(query);
        List<DeviceOrder.Said> said = new ArrayList<>();
        for (String type : ORDER_TYPES) {
            entries(org, known.type(type))
                    .forEach(entry -> reader.event(entry)
                            .filter(DeviceEvent.class::isInstance)
                            .ifPresent(event -> said.add(new DeviceOrder.Said(entry, (DeviceEvent) event))));
        }
        said.sort(Comparator.comparingLong(one -> one.entry().index()));
        return DeviceOrder.of(said);
    }

    List<Entry> entries(OrgId org, EntryQuery query) {
        return database.read(tx -> new Entries(tx, org).find(query));
    }

    private static List<DeviceSummary> summaries(List<Fact> facts) {
        Map<String, List<Fact>> byDevice = new TreeMap<>();
        for (Fact fact : facts) {
            if (fact.subject().kind().equals("device")) {
                byDevice.computeIfAbsent(fact.subject().id(), id -> new ArrayList<>())
                        .add(fact);
            }
        }
        return byDevice.entrySet().stream()
                .map(device -> DeviceSummary.of(device.getKey(), device.getValue()))
                .toList();
    }

    private static List<Fact> latest(Tx tx, OrgId org, String subjects) {
        return tx.query(
                "select * from console_fact where org = ? and subject like ? order by subject, fact_key",
                FleetReader::fact,
                org.value(),
                subjects);
    }

    /** The newest entry of each subject and type that was known then; its event carries all keys of its kind. */
    private List<Fact> past(Tx tx, OrgId org, String condition, String subjects, Instant asOf) {
        Entries entries = new Entries(tx, org);
        List<Long> indexes = tx.query(
                "select max(idx) as newest from entry where org = ? and " + condition
                        + " and idx < ? group by subject, type order by newest",
                row -> row.number("newest"),
                org.value(),
                subjects,
                entries.receivedBy(asOf));
        Map<String, Fact> facts = new HashMap<>();
        for (long index : indexes) {
            entries.at(index)
                    .ifPresent(entry -> reader.facts(entry)
                            .forEach(fact -> facts.put(fact.subject().text() + " " + fact.key(), fact)));
        }
        return List.copyOf(facts.values());
    }

    private static Fact fact(Row row) {
        return new Fact(
                Subject.parse(row.text("subject")),
                row.text("fact_key"),
                row.text("fact_value"),
                row.instant("effective_at"),
                Grade.valueOf(row.text("grade")),
                row.number("entry"));
    }
}
