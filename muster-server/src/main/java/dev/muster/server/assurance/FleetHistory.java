package dev.muster.server.assurance;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.FleetPicture;
import dev.muster.core.assurance.HistoryWalk;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sequence.EntryQuery;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.facts.SqlFactStore;
import dev.muster.server.topic.EveryOrg;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps how large fleets stood at any past moment, behind the ledger: whoever asks for a past second of one reads it. What it
 * keeps follows from the entries; what is missing, or was judged by other rules, is made again from them. A question about a
 * moment that is not told yet is answered from the facts, as all of them are for small fleets.
 */
public final class FleetHistory {
    /** A smaller fleet is judged within a second by whoever asks. */
    static final int DEVICES_LEAST = 100;

    /** A second fold of the verdicts is in memory for each device, besides those that tell: about a kilobyte. */
    static final int DEVICES_MOST = 20_000;

    /** Facts of devices in memory while it walks, about 150 bytes each. */
    private static final int KEPT_FACTS = 400_000;

    /** Entries read in one transaction. */
    private static final int PAGE = 2_000;

    /** As many moves lie between two pictures at least; when there are more devices as many as those. */
    private static final int MOVES_LEAST = 1_000;

    /** An entry that was received is on record by then, or the walk begins again before it. */
    private static final Duration BEHIND = Duration.ofSeconds(5);

    private final Database database;
    private final EntryFacts facts;
    private final Assessor assessor;
    private final InstantSource clock;
    private final int devicesLeast;
    private final String rules;
    private final Map<OrgId, Walking> walks = new HashMap<>();
    /** Up to here every move is on record. */
    private final Map<OrgId, Instant> toldHere = new ConcurrentHashMap<>();
    /** Somebody asked for a moment of theirs, and rows were missing: they are looked at again before anybody goes on. */
    private final Set<OrgId> doubted = ConcurrentHashMap.newKeySet();
    /** How many entries an organisation had that has too few devices. */
    private final Map<OrgId, Long> small = new HashMap<>();

    /** What is on record of how far it is told lies so far behind at most. */
    private static final Duration WRITTEN = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(FleetHistory.class);

    /** One that goes on. */
    private static final class Walking {
        private final HistoryWalk walk;
        private int sincePicture;
        private Instant written = Instant.EPOCH;

        Walking(HistoryWalk walk, int sincePicture) {
            this.walk = walk;
            this.sincePicture = sincePicture;
        }
    }

    public FleetHistory(Database database, EntryFacts facts, Assessor assessor, InstantSource clock) {
        this(database, facts, assessor, clock, DEVICES_LEAST);
    }

    /** @param devicesLeast the past of smaller fleets is not kept */
    FleetHistory(Database database, EntryFacts facts, Assessor assessor, InstantSource clock, int devicesLeast) {
        this.database = database;
        this.facts = facts;
        this.assessor = assessor;
        this.clock = clock;
        this.devicesLeast = devicesLeast;
        this.rules = HistoryRules.of(assessor);
    }

    /** How the fleet stood at this moment; empty when that is not told, or rows of it are missing. */
    Optional<FleetPicture> at(OrgId org, Instant moment) {
        boolean here = !toldHere.getOrDefault(org, Instant.MIN).isBefore(moment);
        try {
            return database.read(tx -> {
                SqlHistoryStore store = new SqlHistoryStore(tx, org);
                return store.told()
                        .filter(told -> told.rules().equals(rules)
                                && (here || !told.moment().isBefore(moment)))
                        .map(_ -> store.at(assessor, moment));
            });
        } catch (SqlHistoryStore.Missing gone) {
            doubted.add(org);
            return Optional.empty();
        }
    }

    /**
     * Brings every large fleet's past up to a few seconds ago. Where that fails the others' is told all the same.
     *
     * @param goesOn asked between two transactions; when it says no the rest is left
     */
    public synchronized void advance(BooleanSupplier goesOn) {
        EveryOrg.each(candidates(), org -> {
            boolean more = true;
            while (more && goesOn.getAsBoolean()) {
                more = step(org);
            }
        });
    }

    /** Another server keeps them from now on. */
    public synchronized void leave() {
        walks.clear();
        toldHere.clear();
        small.clear();
    }

    private List<OrgId> candidates() {
        record Size(OrgId org, long entries) {}
        List<Size> all = database.read(tx -> tx.query(
                "select org, size from ledger_log where log = 'record' and size >= ?",
                row -> new Size(new OrgId(row.text("org")), row.number("size")),
                (long) devicesLeast));
        return all.stream()
                .filter(one -> walks.containsKey(one.org()) || isLarge(one.org(), one.entries()))
                .map(Size::org)
                .toList();
    }

    /** Asked again when there are as many entries more as there may be devices missing; a fleet hardly gets smaller. */
    private boolean isLarge(OrgId org, long entries) {
        if (entries < small.getOrDefault(org, 0L)) {
            return false;
        }
        long devices = database.read(tx -> devices(tx, org));
        if (devices < devicesLeast || devices > DEVICES_MOST) {
            small.put(org, devices > DEVICES_MOST ? Long.MAX_VALUE : entries + devicesLeast - devices);
            return false;
        }
        small.remove(org);
        return true;
    }

    private static long devices(Tx tx, OrgId org) {
        return tx.count(
                "select count(*) as n from (select distinct subject from fact_source where org = ?"
                        + " and subject > 'device/' and subject < 'device0') d",
                org.value());
    }

    /** Some entries, in a transaction that reads and one that writes; whether there are more. */
    private boolean step(OrgId org) {
        if (doubted.remove(org)) {
            forget(org);
        }
        try {
            Walking walking = walks.computeIfAbsent(org, this::begun);
            Instant limit = clock.instant().minus(BEHIND);
            Page page = database.read(tx -> walk(tx, org, walking.walk, limit));
            if (page.late().isPresent()) {
                again(org, page.late().get());
                return true;
            }
            write(org, walking, page);
            toldHere.put(org, walking.walk.place().settled());
            return page.more();
        } catch (RuntimeException failed) {
            // What is on record is the truth; the walk may be ahead of it.
            forget(org);
            throw failed;
        }
    }

    private void forget(OrgId org) {
        walks.remove(org);
        toldHere.remove(org);
    }

    private record Page(List<SqlHistoryStore.Move> moves, boolean more, Optional<Entry> late) {}

    private Page walk(Tx tx, OrgId org, HistoryWalk walk, Instant limit) {
        List<Entry> entries =
                new Entries(tx, org).find(EntryQuery.all().from(walk.next()).limit(PAGE));
        if (!entries.isEmpty() && walk.late(entries.getFirst())) {
            return new Page(List.of(), true, Optional.of(entries.getFirst()));
        }
        SqlFactStore store = new SqlFactStore(tx, org, facts);
        List<SqlHistoryStore.Move> moves = new ArrayList<>();
        HistoryWalk.Moves told =
                (moment, device, standings) -> moves.add(new SqlHistoryStore.Move(moment, device, standings));
        Function<Subject, List<Known>> recall = device -> store.upTo(device, walk.next() - 1);
        entries.forEach(entry -> walk.take(entry, facts.of(entry), recall, told));
        boolean more = entries.size() == PAGE;
        if (!more) {
            walk.until(limit, recall, told);
        }
        return new Page(moves, more, Optional.empty());
    }

    /** Time had gone on already when this entry came. */
    private void again(OrgId org, Entry late) {
        forget(org);
        database.change(tx -> {
            SqlHistoryStore store = new SqlHistoryStore(tx, org);
            store.clearFrom(late.receivedAt());
            store.tell(new SqlHistoryStore.Told(
                    rules, late.index(), late.receivedAt().minus(1, ChronoUnit.MICROS)));
        });
    }

    private void write(OrgId org, Walking walking, Page page) {
        HistoryWalk.Place place = walking.walk.place();
        if (page.moves().isEmpty() && place.settled().isBefore(walking.written.plus(WRITTEN))) {
            return;
        }
        boolean pictured = walking.sincePicture + page.moves().size()
                >= Math.max(MOVES_LEAST, walking.walk.stands().size());
        database.change(tx -> {
            SqlHistoryStore store = new SqlHistoryStore(tx, org);
            store.moved(page.moves());
            if (pictured) {
                store.picture(place.settled(), walking.walk.stands());
            }
            store.tell(new SqlHistoryStore.Told(rules, place.next(), place.settled()));
        });
        walking.sincePicture =
                pictured ? 0 : walking.sincePicture + page.moves().size();
        walking.written = place.settled();
    }

    /** Where the last one ended, when that can be followed; from the beginning otherwise. */
    private Walking begun(OrgId org) {
        return database.read(tx -> continued(tx, org)).orElseGet(() -> {
            LOG.info("the past of {} is judged anew", org.value());
            database.change(tx -> new SqlHistoryStore(tx, org).clear());
            return new Walking(new HistoryWalk(org, HistoryWalk.Place.beginning(assessor), KEPT_FACTS), 0);
        });
    }

    private Optional<Walking> continued(Tx tx, OrgId org) {
        SqlHistoryStore store = new SqlHistoryStore(tx, org);
        Optional<SqlHistoryStore.Told> told =
                store.told().filter(one -> one.rules().equals(rules));
        return told.flatMap(from -> {
            HistoryWalk walk =
                    new HistoryWalk(org, new HistoryWalk.Place(assessor, from.entry(), from.moment()), KEPT_FACTS);
            FleetFacts.upTo(tx, org, facts, from.entry() - 1).tell(walk);
            walk.begun();
            // Another picture is due at the next move: nobody counted those since the last one.
            return isSo(store, from.moment(), walk) ? Optional.of(new Walking(walk, DEVICES_MOST)) : Optional.empty();
        });
    }

    private boolean isSo(SqlHistoryStore store, Instant moment, HistoryWalk walk) {
        try {
            return store.isWhole()
                    && walk.stands().equals(store.at(assessor, moment).stands());
        } catch (SqlHistoryStore.Missing gone) {
            return false;
        }
    }
}
