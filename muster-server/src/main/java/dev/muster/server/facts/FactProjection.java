package dev.muster.server.facts;

import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sequence.Stored;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the latest facts, in the transaction that appends the entry which states them: pages and verdicts are never
 * behind. An entry that says what its source said before writes two short rows; only what changed is written beside them.
 * Applying an older entry again changes nothing.
 */
public final class FactProjection implements Projection {
    /** Told when a fact of a subject is another one than before, in the same transaction. */
    public interface Changes {
        void changed(Tx tx, OrgId org, Subject subject);

        /** Told once of all that was said again as before, in the same transaction. */
        default void again(Tx tx, List<Again> all) {}
    }

    /**
     * A source that says the same of its subject, and when.
     *
     * @param source its number
     */
    public record Again(OrgId org, Subject subject, long source, Instant effectiveAt) {}

    private final EntryFacts facts;
    private final Changes changes;

    public FactProjection(EntryFacts facts) {
        this(facts, (tx, org, subject) -> {});
    }

    /** @param changes keeps what is summed up from facts */
    public FactProjection(EntryFacts facts, Changes changes) {
        this.facts = facts;
        this.changes = changes;
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(Event.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        takeAll(tx, List.of(entry));
    }

    /** One write for the history of all of them. */
    @Override
    public void applyAll(Tx tx, List<Stored> run) {
        takeAll(tx, run.stream().map(Stored::entry).toList());
    }

    private record Place(OrgId org, Subject subject) {}

    void takeAll(Tx tx, List<Entry> entries) {
        List<@Nullable Object[]> history = new ArrayList<>(entries.size());
        Map<Place, List<Source>> spoken = new LinkedHashMap<>();
        for (Entry entry : entries) {
            for (Source source : Source.of(facts.of(entry))) {
                history.add(new Object[] {
                    entry.org().value(),
                    source.subject().text(),
                    source.number(),
                    source.any().asOf(),
                    entry.index()
                });
                spoken.computeIfAbsent(new Place(entry.org(), source.subject()), _ -> new ArrayList<>())
                        .add(source);
            }
        }
        List<Again> again = new ArrayList<>();
        spoken.forEach((place, sources) -> {
            SubjectFacts subject = new SubjectFacts(tx, place.org(), place.subject());
            if (subject.take(sources)) {
                changes.changed(tx, place.org(), place.subject());
            } else {
                subject.moved().forEach((source, at) -> again.add(new Again(place.org(), place.subject(), source, at)));
            }
        });
        changes.again(tx, again);
        tx.batch(
                "insert into fact_entry (org, subject, source, as_of, entry) values (?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                history);
    }
}
