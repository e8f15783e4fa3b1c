package dev.muster.ledger.sequence;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.ledger.sql.Tx;
import java.util.List;
import java.util.Set;

/**
 * Keeps a topic's registers: a fold over entries, applied in the transaction that appends them. It must depend on
 * nothing but the entry, so that registers can be built again from the log.
 */
public interface Projection {
    /** The record classes that it wants to see; an interface stands for every record that implements it. */
    Set<Class<? extends Event>> events();

    /** Updates the registers. A failure undoes the whole decision that the entry belongs to. */
    void apply(Tx tx, Entry entry, Event event);

    /**
     * The same for several entries with events of one class that are appended together, in their order. Overridden where
     * one statement serves them all.
     */
    default void applyAll(Tx tx, List<Stored> run) {
        run.forEach(stored -> apply(tx, stored.entry(), stored.event()));
    }

    /**
     * Told of an entry that it saw when it is durable, on the sequencer's thread and before whoever asked for it has an
     * answer: for what is remembered beside the registers. It must not fail and must not wait.
     */
    default void committed(Stored stored) {}
}
