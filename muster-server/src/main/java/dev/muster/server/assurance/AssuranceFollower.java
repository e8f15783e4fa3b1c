package dev.muster.server.assurance;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.AssuranceEvent;
import dev.muster.core.assurance.PostureFold;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sequence.Entries;
import dev.muster.ledger.sequence.Follower;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.facts.SqlFactStore;
import dev.muster.server.topic.EveryOrg;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Judges behind the commit: folds the facts of new entries into the verdicts and appends what changed. The fold lives in
 * memory and is built from the stores when an organisation is first seen, which is soon after a start, and again after any failure, so that what was
 * not told durably is told again. Of the facts it keeps as many as {@link #KEPT_FACTS}; those of the other devices are
 * read when they are to be judged.
 */
public final class AssuranceFollower implements Follower {
    /**
     * Facts of devices that are kept in memory for each organisation, about 150 bytes each: all of some thousand devices,
     * which are then judged without asking the database.
     */
    static final int KEPT_FACTS = 400_000;

    /** Devices judged, and told about, at a time: bounds memory, and how long the sequencer is busy with it. */
    static final int AT_ONCE = 500;

    /** When time alone is looked at again where judging failed: to build the fold of a large fleet anew takes seconds. */
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private static final String ISSUER = "muster";

    private final Database database;
    private final Shell shell;
    private final EntryFacts facts;
    private final Assessor assessor;
    private final InstantSource clock;
    private final int keptFacts;
    private final int atOnce;
    private final Map<OrgId, Judged> orgs = new ConcurrentHashMap<>();
    /** Organisations that have devices, and no fold: since when theirs is to be built although nobody writes of them. */
    private final Map<OrgId, Instant> unloaded = new ConcurrentHashMap<>();
    /** Whose turn it is to judge. Questions do not wait for it. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile boolean stopping;

    /** Its fields are read and written by whoever holds its monitor. */
    private static final class Judged {
        private final PostureFold fold;
        /** The last entry that was taken. */
        private long upTo;
        /** The last entry that every verdict takes into account. */
        private long settled = -1;

        Judged(PostureFold fold, long upTo) {
            this.fold = fold;
            this.upTo = upTo;
        }
    }

    public AssuranceFollower(Database database, Shell shell, EntryFacts facts, Assessor assessor, InstantSource clock) {
        this(database, shell, facts, assessor, clock, KEPT_FACTS, AT_ONCE);
    }

    /**
     * @param keptFacts so many facts of devices stay in memory
     * @param atOnce so many devices are judged at a time
     */
    AssuranceFollower(
            Database database,
            Shell shell,
            EntryFacts facts,
            Assessor assessor,
            InstantSource clock,
            int keptFacts,
            int atOnce) {
        this.database = database;
        this.shell = shell;
        this.facts = facts;
        this.assessor = assessor;
        this.clock = clock;
        this.keptFacts = keptFacts;
        this.atOnce = atOnce;
    }

    @Override
    public String name() {
        return "assurance";
    }

    @Override
    public void accept(OrgId org, List<Entry> entries) {
        turn.lock();
        try {
            Judged judged = judged(org);
            synchronized (judged) {
                for (Entry entry : entries) {
                    facts.of(entry).forEach(judged.fold::accept);
                    judged.upTo = Math.max(judged.upTo, entry.index());
                }
            }
            settle(org, judged);
        } finally {
            turn.unlock();
        }
    }

    /** Evidence grows old whether or not anything is written. */
    @Override
    public void begins() {
        turn.lock();
        try {
            List<OrgId> all = database.read(SqlFactStore::withDevices);
            all.stream().filter(org -> !orgs.containsKey(org)).forEach(org -> unloaded.put(org, Instant.MIN));
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void ends() {
        turn.lock();
        try {
            orgs.clear();
            unloaded.clear();
        } finally {
            turn.unlock();
        }
    }

    private Judged judged(OrgId org) {
        Judged judged = orgs.computeIfAbsent(org, this::load);
        unloaded.remove(org);
        return judged;
    }

    /**
     * What the fold says, when its verdicts take every entry below {@code size} into account; empty when they do not, or it
     * knows nothing of the organisation on this server.
     */
    <T> Optional<T> ask(OrgId org, long size, Function<PostureFold, T> question) {
        Judged judged = orgs.get(org);
        if (judged == null) {
            return Optional.empty();
        }
        synchronized (judged) {
            return judged.settled < size - 1 ? Optional.empty() : Optional.of(question.apply(judged.fold));
        }
    }

    /** What the fold says as it stands, which may be what the ledger said of some devices before the newest entries. */
    <T> Optional<T> askBehind(OrgId org, Function<PostureFold, T> question) {
        return ask(org, 0, question);
    }

    /** The server stops: what is being told is told, and of a large fleet's rest the next server tells. */
    void stop() {
        stopping = true;
    }

    /** Lets time alone change verdicts; call it every second or so. Where that fails the others are judged all the same. */
    public void tick() {
        Set<OrgId> all = new LinkedHashSet<>(unloaded.keySet());
        all.addAll(orgs.keySet());
        EveryOrg.each(all, this::tick);
    }

    private void tick(OrgId org) {
        turn.lock();
        try {
            Instant since = unloaded.get(org);
            if (!stopping && since != null && !clock.instant().isBefore(since)) {
                unloaded.put(org, clock.instant().plus(AFTER_FAILURE));
                judged(org);
            }
            Judged judged = orgs.get(org);
            if (judged != null) {
                settle(org, judged);
            }
        } finally {
            turn.unlock();
        }
    }

    /** All of them for one moment, some at a time. */
    private void settle(OrgId org, Judged judged) {
        try {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            boolean more = true;
            while (more) {
                PostureFold.Step step = step(org, judged, now);
                tell(org, judged, now, step.changes());
                more = step.more();
                if (more && stopping) {
                    throw new CancellationException("the server stops; verdicts of other devices are told by the next");
                }
            }
            synchronized (judged) {
                judged.settled = judged.upTo;
            }
        } catch (RuntimeException failed) {
            // The fold believes that it told what it could not tell; the next entry builds it anew, or time does.
            orgs.remove(org);
            unloaded.put(org, clock.instant().plus(AFTER_FAILURE));
            throw failed;
        }
    }

    private PostureFold.Step step(OrgId org, Judged judged, Instant now) {
        List<Subject> wanted;
        synchronized (judged) {
            wanted = judged.fold.wants(now, atOnce);
            if (wanted.isEmpty()) {
                return judged.fold.settle(now, atOnce);
            }
        }
        // Only whose turn it is moves upTo, so it stands still here.
        Map<Subject, List<Known>> found = new LinkedHashMap<>();
        database.read(tx -> {
            SqlFactStore store = new SqlFactStore(tx, org, facts);
            wanted.forEach(device -> found.put(device, store.upTo(device, judged.upTo)));
            return found;
        });
        synchronized (judged) {
            found.forEach(judged.fold::recall);
            return judged.fold.settle(now, atOnce);
        }
    }

    private void tell(OrgId org, Judged judged, Instant now, List<PostureFold.Change> changes) {
        if (!changes.isEmpty()) {
            List<Draft> drafts = changes.stream()
                    .map(change -> draft(change, now, judged.upTo))
                    .toList();
            shell.run(org, tx -> drafts, told -> Decision.of(told.size(), told));
        }
    }

    private Draft draft(PostureFold.Change change, Instant now, long upTo) {
        return new Draft(
                change.subject(),
                now,
                ISSUER,
                new AssuranceEvent.VerdictChanged(
                        assessor.catalogue().version(), now, upTo, change.requirements(), change.checks()));
    }

    private Judged load(OrgId org) {
        return database.read(tx -> {
            PostureFold fold = new FleetFacts(tx, org, facts, Optional.empty()).begun(assessor, keptFacts);
            new SqlSaidStore(tx, org).tell(fold);
            // The register is written with its entries: what it says now is all of them, whatever was handed on so far.
            return new Judged(fold, new Entries(tx, org).size() - 1);
        });
    }
}
