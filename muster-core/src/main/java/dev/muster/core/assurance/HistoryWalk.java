package dev.muster.core.assurance;

import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Walks through the life of a fleet, from entry to entry and from one moment at which time alone changes something to the
 * next, and says from which microsecond on who stands otherwise. What it says of a moment is what {@link Assessor} would say
 * of that moment by what was known then. Not safe for several threads.
 */
public final class HistoryWalk {
    /** Devices judged at a time: bounds how many facts are in memory besides those that are kept. */
    private static final int AT_ONCE = 500;

    private final Assessor assessor;
    private final PostureFold fold;
    private final SharedRows rows = new SharedRows();
    private final Map<Subject, Standings> stands = new HashMap<>();
    /** Everything up to here is judged. */
    private long settled;
    /** When entries were received that are taken and not judged yet. */
    private long waiting = Agenda.NEVER;

    /** Index of the first of them, or of the next entry. */
    private long judgedNext;

    private long next;
    private int begun;

    /** Told who stands otherwise, in the order of time. */
    @FunctionalInterface
    public interface Moves {
        /** From {@code at} on, until the next move of this device. */
        void moved(Instant at, Subject device, Standings standings);
    }

    /**
     * How a walk is begun, or continued where another ended.
     *
     * @param assessor gives the verdicts
     * @param next index of the first entry to be taken
     * @param settled everything that was received before it is known, and the time is this
     */
    public record Place(Assessor assessor, long next, Instant settled) {
        /** Before everything. */
        public static Place beginning(Assessor assessor) {
            return new Place(assessor, 0, Instant.EPOCH);
        }
    }

    /** @param keptFacts so many facts of devices stay in memory */
    public HistoryWalk(OrgId org, Place place, int keptFacts) {
        this.assessor = place.assessor();
        this.fold = new PostureFold(org, assessor, keptFacts);
        this.next = place.next();
        this.judgedNext = next;
        this.settled = Agenda.floor(place.settled());
    }

    /** Takes what was known at the place where it begins, of one subject; all of products and of the organisation first. */
    public void known(Subject subject, Collection<Known> facts) {
        if (facts.isEmpty()) {
            return;
        }
        if (FactRegister.isDevice(subject)) {
            fold.recall(subject, facts);
            if (++begun % AT_ONCE == 0) {
                begun();
            }
        } else {
            facts.forEach(fold::accept);
        }
    }

    /** Judges those who are known so far, at the place where it begins: nothing of that is news. */
    public void begun() {
        judge(settled, _ -> List.of(), (at, device, standings) -> {});
    }

    /** Index of the entry that is to be taken next. */
    public long next() {
        return next;
    }

    /** Where another may go on: up to and with this moment everything is told. */
    public Place place() {
        return new Place(assessor, judgedNext, moment(settled));
    }

    private static Instant moment(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** How everybody stands there. */
    public Map<Subject, Standings> stands() {
        return Collections.unmodifiableMap(stands);
    }

    /** Whether this entry was received when time had gone on already: then the walk is over, and begins again before it. */
    public boolean late(Entry entry) {
        return Agenda.floor(entry.receivedAt()) <= settled;
    }

    /**
     * Takes the next entry, having told everything that changed before it was received.
     *
     * @param recall the latest facts of a device, as of all entries that were taken
     */
    public void take(Entry entry, List<Known> facts, Function<Subject, List<Known>> recall, Moves moves) {
        long received = Agenda.floor(entry.receivedAt());
        if (entry.index() != next || received <= settled) {
            throw new IllegalArgumentException(
                    "entry " + entry.index() + " comes after " + next + " entries and " + moment(settled));
        }
        until(received - 1, recall, moves);
        facts.forEach(fold::accept);
        waiting = received;
        next++;
    }

    /** Goes on to this moment, when every entry that was received by then is taken. */
    public void until(Instant moment, Function<Subject, List<Known>> recall, Moves moves) {
        until(Agenda.floor(moment), recall, moves);
    }

    private void until(long moment, Function<Subject, List<Known>> recall, Moves moves) {
        if (moment <= settled) {
            return;
        }
        if (waiting <= moment) {
            judge(waiting, recall, moves);
            settled = waiting;
            waiting = Agenda.NEVER;
            judgedNext = next;
        }
        // What waits was touched without being judged, and nothing due comes before it: it was taken after that was
        // told.
        while (waiting == Agenda.NEVER && fold.nextChange() <= moment) {
            settled = Math.max(fold.nextChange(), settled + 1);
            judge(settled, recall, moves);
        }
        settled = moment;
    }

    private void judge(long micros, Function<Subject, List<Known>> recall, Moves moves) {
        Instant at = moment(micros);
        boolean more = true;
        while (more) {
            fold.wants(at, AT_ONCE).forEach(device -> fold.recall(device, recall.apply(device)));
            more = fold.settle(at, AT_ONCE, device -> judged(at, device, moves)).more();
        }
    }

    private void judged(Instant at, DeviceFold device, Moves moves) {
        Standings now = Standings.of(device, assessor.places().requirements().size(), rows);
        Standings before = stands.put(device.subject(), now);
        if (!now.equals(before)) {
            moves.moved(at, device.subject(), now);
        }
    }
}
