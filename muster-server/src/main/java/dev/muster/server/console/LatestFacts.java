package dev.muster.server.console;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps the latest fact of each subject and key, in the transaction that appends the entry: pages are never behind. */
public final class LatestFacts implements Projection {
    private final FactReader reader;

    public LatestFacts(FactReader reader) {
        this.reader = reader;
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(Event.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Fact fact : reader.facts(entry, event)) {
            rows.add(new Object[] {
                entry.org().value(),
                fact.subject().text(),
                fact.key(),
                fact.value(),
                fact.effectiveAt(),
                fact.grade(),
                fact.entry()
            });
        }
        // The guard makes applying an older entry again change nothing.
        tx.batch(
                "insert into console_fact (org, subject, fact_key, fact_value, effective_at, grade, entry)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (org, subject, fact_key) do update set"
                        + " fact_value = excluded.fact_value, effective_at = excluded.effective_at,"
                        + " grade = excluded.grade, entry = excluded.entry"
                        + " where excluded.entry >= console_fact.entry",
                rows);
    }
}
