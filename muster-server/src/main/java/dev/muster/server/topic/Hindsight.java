package dev.muster.server.topic;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EventCodec;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sequence.ProjectionTable;
import dev.muster.ledger.sequence.Stored;
import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Migrations;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The registers of a topic as they stood at a past second. Registers are folds over entries (decision 1), so the entries
 * that were known then go through the topic's own projections into a small database in memory, and a page asks it what it
 * asks the present one. The newest few are kept: a later second of the same topic only takes what came in between.
 */
public final class Hindsight implements AutoCloseable {
    /** Entries of a topic that are read for one look back; a person waits for it. */
    static final int ENTRIES_MAX = 50_000;

    /** Bodies of entries that are taken for one: the registers in memory hold about as much. */
    static final long BYTES_MAX = 64L << 20;

    /** Looks back that are kept for the next question, of all organisations together. */
    private static final int KEPT_MAX = 4;

    /** Entries that are looked at at once. */
    private static final int PIECE = 500;

    /** Bodies that are read at once: 500 orders of a gateway may have hundreds of MiB. */
    private static final long PIECE_BYTES = 4L << 20;

    /** An earlier second folds anew, which takes seconds; whoever waits longer is told to ask again. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** They wait on threads that answer people, of all organisations together. */
    static final int WAITING_MAX = 4;

    private final Database present;
    private final EventCodec codec;
    private final Migrations migrations;
    private final Map<String, List<Projection>> projections;
    private final int entriesMax;
    private final long bytesMax;
    private final AtomicInteger waiting = new AtomicInteger();
    private final LinkedHashMap<Key, Folded> kept = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(OrgId org, String topic) {}

    /** @param projections of each topic, by its {@link Topic#name} */
    public Hindsight(
            Database present, EventCodec codec, Migrations migrations, Map<String, List<Projection>> projections) {
        this(present, codec, migrations, projections, ENTRIES_MAX, BYTES_MAX);
    }

    /**
     * @param entriesMax that are read for one look back
     * @param bytesMax of their bodies
     */
    public Hindsight(
            Database present,
            EventCodec codec,
            Migrations migrations,
            Map<String, List<Projection>> projections,
            int entriesMax,
            long bytesMax) {
        this.present = present;
        this.codec = codec;
        this.migrations = migrations;
        this.projections = Map.copyOf(projections);
        this.entriesMax = entriesMax;
        this.bytesMax = bytesMax;
    }

    /**
     * Asks a topic's registers, and no other ones, as they stood.
     *
     * @param asOf empty for the present
     * @param topic its {@link Topic#name}
     * @throws Refused 422 when more entries would have to be read than a page is worth, 429 when others are at it already
     */
    public <T> T read(OrgId org, Optional<Instant> asOf, String topic, Function<Tx, T> question) {
        if (asOf.isEmpty()) {
            return present.read(question);
        }
        long until = present.read(tx -> new Entries(tx, org).receivedBy(asOf.get()));
        Key key = new Key(org, topic);
        while (true) {
            Folded folded = folded(key);
            folded.enter();
            try {
                if (!folded.gone) {
                    return folded.ask(until, question);
                }
            } finally {
                folded.leave();
            }
        }
    }

    private Folded folded(Key key) {
        List<Folded> gone = new ArrayList<>();
        Folded found;
        synchronized (kept) {
            found = kept.computeIfAbsent(key, Folded::new);
            while (kept.size() > KEPT_MAX) {
                Map.Entry<Key, Folded> eldest = kept.firstEntry();
                gone.add(eldest.getValue());
                kept.remove(eldest.getKey());
            }
        }
        gone.forEach(Folded::go);
        return found;
    }

    private void forget(Folded folded) {
        synchronized (kept) {
            kept.remove(folded.key, folded);
        }
        folded.go();
    }

    @Override
    public void close() {
        List<Folded> gone;
        synchronized (kept) {
            gone = List.copyOf(kept.values());
            kept.clear();
        }
        gone.forEach(Folded::go);
    }

    /** One topic's registers of one organisation after some entries. Whoever uses it has entered it. */
    private final class Folded {
        private final Key key;
        private final ProjectionTable table;
        private final Set<String> types;
        private Optional<Database> past = Optional.empty();
        private long at;
        private long entries;
        private long bytes;
        private final ReentrantLock lock = new ReentrantLock();
        private volatile boolean gone;

        Folded(Key key) {
            this.key = key;
            List<Projection> own = Objects.requireNonNull(projections.get(key.topic()), key.topic());
            this.table = new ProjectionTable(own);
            this.types = codec.types(
                    own.stream().flatMap(one -> one.events().stream()).toList());
        }

        void enter() {
            if (lock.tryLock()) {
                return;
            }
            try {
                if (waiting.incrementAndGet() <= WAITING_MAX
                        && lock.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            } finally {
                waiting.decrementAndGet();
            }
            throw Problem.of(429, "past-busy", "Another page of the past is being made; ask again in a few seconds.")
                    .refuse("retry-after", "5");
        }

        void leave() {
            lock.unlock();
            if (gone) {
                go();
            }
        }

        /** Nobody finds it any more. Whoever is in it closes it when leaving; nobody waits for that. */
        void go() {
            gone = true;
            if (!lock.isHeldByCurrentThread() && lock.tryLock()) {
                try {
                    past.ifPresent(Database::close);
                    past = Optional.empty();
                } finally {
                    lock.unlock();
                }
            }
        }

        /** Registers cannot be unfolded: an earlier second than the last one begins anew. */
        <T> T ask(long until, Function<Tx, T> question) {
            try {
                if (until < at || past.isEmpty()) {
                    past.ifPresent(Database::close);
                    at = 0;
                    entries = 0;
                    bytes = 0;
                    past = Optional.of(Database.open("jdbc:sqlite::memory:"));
                    migrations.apply(past.get());
                }
                moveTo(until, past.get());
            } catch (RuntimeException | Error e) {
                forget(this); // what came half way is no moment of the past
                throw e;
            }
            return past.get().write(question);
        }

        private void moveTo(long until, Database into) {
            List<Long> wanted =
                    present.read(tx -> new Entries(tx, key.org()).indexes(types, at, until, entriesMax + 1));
            entries += wanted.size();
            if (entries > entriesMax) {
                throw tooMuch("more than " + entriesMax + " entries");
            }
            for (int from = 0; from < wanted.size(); from += PIECE) {
                List<Long> piece = wanted.subList(from, Math.min(wanted.size(), from + PIECE));
                List<Long> lengths = present.read(tx -> new Entries(tx, key.org()).lengths(piece));
                bytes += lengths.stream().mapToLong(Long::longValue).sum();
                if (bytes > bytesMax) {
                    throw tooMuch("more than " + (bytesMax >> 20) + " MiB of entries");
                }
                int begin = 0;
                while (begin < piece.size()) {
                    int end = end(lengths, begin);
                    apply(piece.subList(begin, end), into);
                    begin = end;
                }
            }
            at = until;
        }

        /** As many as are together within {@link #PIECE_BYTES}, and always one. */
        private static int end(List<Long> lengths, int begin) {
            int end = begin + 1;
            long held = lengths.get(begin);
            while (end < lengths.size() && held + lengths.get(end) <= PIECE_BYTES) {
                held += lengths.get(end);
                end++;
            }
            return end;
        }

        private void apply(List<Long> indexes, Database into) {
            List<Stored> stored = present.read(tx -> new Entries(tx, key.org()).at(indexes)).stream()
                    .flatMap(entry -> read(entry).stream())
                    .toList();
            into.change(tx -> table.apply(tx, stored));
        }

        /** Nothing when the body was erased, or is of a type that a newer server wrote. */
        private Optional<Stored> read(Entry entry) {
            return entry.body()
                    .flatMap(body -> codec.decode(entry.type(), body))
                    .map(event -> new Stored(entry, event, Optional.empty()));
        }

        private Refused tooMuch(String what) {
            return Problem.of(
                            422,
                            "past-too-long",
                            "This page cannot be shown as of then.",
                            "Its registers would have to be made again from " + what
                                    + ". Devices and Compliance show every past second; the entries themselves are"
                                    + " under Trust and log.")
                    .refuse();
        }
    }
}
