package dev.muster.server.console;

import dev.muster.core.assurance.FactRegister;
import dev.muster.core.devices.DeviceEvent;
import dev.muster.core.devices.DeviceRegister;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.facts.Levels;
import dev.muster.server.facts.Past;
import dev.muster.server.facts.SqlFactStore;
import dev.muster.server.http.Keyed;
import dev.muster.server.http.Request;
import dev.muster.server.web.Address;
import dev.muster.server.web.Html;
import dev.muster.server.web.Rows;
import dev.muster.server.web.Told;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the pages and the API show, now or as of a time. Read-only. */
public final class FleetReader {
    /** Newest entries on a device's timeline: more is an export, not a page. */
    static final int TIMELINE_MAX = 200;

    /** Entries that are looked through for orders: many times what may be open at once. */
    private static final int ORDER_ENTRIES_MAX = 16 * DeviceRegister.MAX_OPEN_ORDERS;

    /** Devices whose past is read at once. */
    private static final int PIECE = 500;

    /** Issued and closed: asked for at once, for a device has tens of thousands of other entries that are passed over. */
    private static final String ORDERS = "devices.order-";

    private final Database database;
    private final EntryFacts reader;
    private final InstantSource clock;

    /** @param clock by which devices are silent */
    public FleetReader(Database database, EntryFacts reader, InstantSource clock) {
        this.database = database;
        this.reader = reader;
        this.clock = clock;
    }

    /** All devices, by id, without their facts; empty {@code asOf} means now. They may be a hundred thousand. */
    Keyed<DeviceSummary> devices(OrgId org, Optional<Instant> asOf) {
        return new Devices(database, reader, org, asOf);
    }

    static List<DeviceSummary> all(Keyed<DeviceSummary> devices) {
        List<DeviceSummary> all = new ArrayList<>();
        List<DeviceSummary> piece = devices.after("", PIECE);
        while (!piece.isEmpty()) {
            all.addAll(piece);
            piece = devices.after(devices.key(piece.getLast()), PIECE);
        }
        return all;
    }

    /** The moment that is asked about. */
    Instant at(Optional<Instant> asOf) {
        return asOf.orElseGet(clock::instant);
    }

    /** The fleet in numbers. */
    FleetStatus status(OrgId org, Optional<Instant> asOf) {
        return asOf.isPresent()
                ? FleetStatus.of(all(devices(org, asOf)), asOf.get())
                : database.read(tx -> DeviceRows.status(tx, org, silence(tx, org)));
    }

    /**
     * What the fleet was like before the time that is shown.
     *
     * @param then everybody at that time; empty when it is now
     */
    Html.Node charts(
            Request request, Optional<List<DeviceSummary>> then, Instant at, FleetStatus status, Address here) {
        return database.read(tx -> {
            Levels levels = new Levels(tx, request.org());
            return Html.el(
                    "div",
                    Html.attr("class", "charts"),
                    TrustChart.of(Past.of(levels, TrustChart.SERIES, request, at, then.isEmpty()), status, here),
                    then.map(devices -> FreshnessChart.of(devices, at))
                            .orElseGet(() -> FreshnessChart.now(tx, request.org(), at)));
        });
    }

    /** One page of the devices that the filter lets through, now. */
    Rows.Slice<DeviceSummary> page(OrgId org, FleetPage.Filter filter, Rows.Wanted wanted) {
        return database.read(tx -> {
            Silence silence = silence(tx, org);
            Rows.Slice<DeviceSummary> slice = DeviceRows.slice(tx, org, filter, wanted, silence);
            return new Rows.Slice<>(
                    slice.rows().stream()
                            .map(device -> device.expecting(silence.expected()))
                            .toList(),
                    slice.total());
        });
    }

    private Silence silence(Tx tx, OrgId org) {
        return new Silence(clock.instant(), Silence.expected(tx, org, reader, Optional.empty()));
    }

    Optional<DeviceSummary> device(OrgId org, String id, Optional<Instant> asOf) {
        Subject device = Subject.device(id);
        return database.read(tx -> {
            SqlFactStore store = new SqlFactStore(tx, org, reader);
            FactRegister register = asOf.isPresent() ? store.register(device, asOf.get()) : store.register(device);
            return register.of(device).isEmpty()
                    ? Optional.empty()
                    : Optional.of(summary(device, register).expecting(Silence.expected(tx, org, reader, asOf)));
        });
    }

    /** Entries about a device, newest first. */
    List<Entry> timeline(OrgId org, String id, Optional<Instant> asOf) {
        return entries(org, newest(id, asOf));
    }

    /** The newest entries about a device. */
    static EntryQuery newest(String id, Optional<Instant> asOf) {
        EntryQuery query =
                EntryQuery.all().subject(Subject.device(id)).fallingOrder().limit(TIMELINE_MAX);
        return asOf.map(query::knownAt).orElse(query);
    }

    /** Entries about a device before an index, newest first, one more than a page shows where there are that many. */
    List<Entry> before(OrgId org, String id, Optional<Instant> asOf, long before) {
        EntryQuery query = EntryQuery.all()
                .subject(Subject.device(id))
                .until(before)
                .fallingOrder()
                .limit(Timeline.LINES + 1);
        return entries(org, asOf.map(query::knownAt).orElse(query));
    }

    Optional<Entry> entry(OrgId org, long index) {
        return database.read(tx -> new Entries(tx, org).at(index));
    }

    /** What an entry states. */
    List<Fact> facts(Told told) {
        return told.event().map(event -> reader.facts(told.entry(), event)).orElse(List.of());
    }

    /** What an entry says; empty when it was erased or is of a type nobody knows. */
    Optional<Event> event(Entry entry) {
        return reader.event(entry);
    }

    /** The newest orders to a device and how they ended. */
    List<DeviceOrder> orders(OrgId org, String id, Optional<Instant> asOf) {
        EntryQuery query =
                EntryQuery.all().subject(Subject.device(id)).fallingOrder().limit(ORDER_ENTRIES_MAX);
        EntryQuery known = asOf.map(query::knownAt).orElse(query);
        List<DeviceOrder.Said> said = new ArrayList<>();
        entries(org, known.type(ORDERS))
                .forEach(entry -> reader.event(entry)
                        .filter(DeviceEvent.class::isInstance)
                        .ifPresent(event -> said.add(new DeviceOrder.Said(entry, (DeviceEvent) event))));
        said.sort(Comparator.comparingLong(one -> one.entry().index()));
        return DeviceOrder.of(said);
    }

    Entries.Found entries(OrgId org, EntryQuery query, long bytesMax) {
        return database.read(tx -> new Entries(tx, org).find(query, bytesMax));
    }

    List<Entry> entries(OrgId org, EntryQuery query) {
        return database.read(tx -> new Entries(tx, org).find(query));
    }

    static DeviceSummary summary(Subject device, FactRegister register) {
        return DeviceSummary.of(
                device.id(),
                register.of(device).values().stream().map(Known::fact).toList());
    }
}
