package dev.muster.server.facts;

import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sequence.Stored;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the latest facts, in the transaction that appends the entry which states them: pages and verdicts are never
 * behind. An entry that says what its source said before writes two short rows; only what changed is written beside them.
 * Applying an older entry again changes nothing.
 */
public final class FactProjection implements Projection {
    private static final String KEEP = "insert into fact (org, subject, fact_key, fact_value, grade, source)"
            + " values (?, ?, ?, ?, ?, ?) on conflict (org, subject, fact_key) do update set"
            + " fact_value = excluded.fact_value, grade = excluded.grade, source = excluded.source"
            + " where fact.fact_value <> excluded.fact_value or fact.grade <> excluded.grade"
            + " or fact.source <> excluded.source";

    private static final String STAND = "insert into fact_source"
            + " (org, subject, source, entry, effective_at, received_at, as_of, content)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (org, subject, source) do update set"
            + " entry = excluded.entry, effective_at = excluded.effective_at,"
            + " received_at = excluded.received_at, as_of = excluded.as_of, content = excluded.content";

    /** Told when a fact of a subject is another one than before, in the same transaction. */
    public interface Changes {
        void changed(Tx tx, OrgId org, Subject subject);
    }

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

    void takeAll(Tx tx, List<Entry> entries) {
        List<@Nullable Object[]> history = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            for (Source source : Source.of(facts.of(entry))) {
                history.add(new Object[] {
                    entry.org().value(),
                    source.subject().text(),
                    source.number(),
                    source.any().asOf(),
                    entry.index()
                });
                speak(tx, entry, source);
            }
        }
        tx.batch(
                "insert into fact_entry (org, subject, source, as_of, entry) values (?, ?, ?, ?, ?)"
                        + " on conflict do nothing",
                history);
    }

    /** Where a source stands. */
    private record Standing(long source, Instant asOf, long entry, Optional<Long> content) {
        static Standing of(Row row) {
            return new Standing(
                    row.number("source"), row.instant("as_of"), row.number("entry"), row.findNumber("content"));
        }

        /** {@link dev.muster.core.facts.Known#supersedes}, for all that a source says. */
        boolean newerThan(Source other) {
            int byTime = asOf.compareTo(other.any().asOf());
            return byTime > 0 || (byTime == 0 && entry > other.entry());
        }
    }

    private void speak(Tx tx, Entry entry, Source source) {
        Optional<Standing> before = tx.one(
                "select source, as_of, entry, content from fact_source where org = ? and subject = ? and source = ?",
                Standing::of,
                entry.org().value(),
                source.subject().text(),
                source.number());
        if (before.isPresent() && before.get().newerThan(source)) {
            return;
        }
        if (before.isPresent()
                && before.get()
                        .content()
                        .filter(content -> content == source.content())
                        .isPresent()) {
            tx.update(
                    "update fact_source set entry = ?, effective_at = ?, received_at = ?, as_of = ?"
                            + " where org = ? and subject = ? and source = ?",
                    entry.index(),
                    source.any().fact().effectiveAt(),
                    entry.receivedAt(),
                    source.any().asOf(),
                    entry.org().value(),
                    source.subject().text(),
                    source.number());
            return;
        }
        change(tx, entry, source);
        changes.changed(tx, entry.org(), source.subject());
    }

    /** Some value is new, or another source has spoken of one of the keys in the meantime. */
    private static void change(Tx tx, Entry entry, Source source) {
        String org = entry.org().value();
        String subject = source.subject().text();
        Set<String> keys = new TreeSet<>(source.facts().keySet());
        for (Owned owned : foreign(tx, org, source)) {
            if (owned.owner().newerThan(source)) {
                keys.remove(owned.key());
            } else {
                tx.update(
                        "update fact_source set content = null where org = ? and subject = ? and source = ?",
                        org,
                        subject,
                        owned.owner().source());
            }
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        source.facts().forEach((key, fact) -> {
            if (keys.contains(key)) {
                rows.add(new Object[] {org, subject, key, fact.value(), fact.grade(), source.number()});
            }
        });
        tx.batch(KEEP, rows);
        boolean whole = keys.size() == source.facts().size();
        tx.update(
                STAND,
                org,
                subject,
                source.number(),
                entry.index(),
                source.any().fact().effectiveAt(),
                entry.receivedAt(),
                source.any().asOf(),
                whole ? Optional.of(source.content()) : Optional.empty());
    }

    /** A key that this source states, and the other source that stated it last. */
    private record Owned(String key, Standing owner) {}

    private static List<Owned> foreign(Tx tx, String org, Source source) {
        return tx
                .query(
                        "select f.fact_key, s.source, s.as_of, s.entry, s.content from fact f"
                                + " cross join fact_source s where f.org = ? and f.subject = ? and f.source <> ?"
                                + " and s.org = f.org and s.subject = f.subject and s.source = f.source",
                        row -> new Owned(row.text("fact_key"), Standing.of(row)),
                        org,
                        source.subject().text(),
                        source.number())
                .stream()
                .filter(owned -> source.facts().containsKey(owned.key()))
                .toList();
    }
}
