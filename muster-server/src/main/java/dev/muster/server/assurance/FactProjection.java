package dev.muster.server.assurance;

import dev.muster.core.assurance.Known;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Tx;
import java.util.List;
import java.util.Set;

/** Stores every fact in the transaction that appends the entry which states it. */
public final class FactProjection implements Projection {
    private final EntryFacts facts;

    public FactProjection(EntryFacts facts) {
        this.facts = facts;
    }

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(Event.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        // From the bytes, not from the object that was encoded: times in it may be finer than what the ledger keeps,
        // and
        // whoever derives the facts again has nothing but the bytes.
        List<Known> known = facts.of(entry);
        if (!known.isEmpty()) {
            new SqlFactStore(tx, entry.org()).add(known);
        }
    }
}
