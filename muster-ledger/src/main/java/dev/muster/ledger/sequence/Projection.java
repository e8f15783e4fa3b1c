package dev.muster.ledger.sequence;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.ledger.sql.Tx;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps a topic's registers: a fold over entries, applied in the transaction that appends them. It must depend on
 * nothing but the entry and its own tables, so that registers can be built again from the log.
 */
public interface Projection {
    /** The record classes that it wants to see; an interface stands for every record that implements it. */
    Set<Class<? extends Event>> events();

    /** Updates the registers. A failure undoes the whole decision that the entry belongs to. */
    void apply(Tx tx, Entry entry, Event event);

    /**
     * The same for several entries that are appended together, in their order. Overridden where one statement serves many;
     * {@link #runs} finds those.
     */
    default void applyAll(Tx tx, List<Stored> all) {
        all.forEach(stored -> apply(tx, stored.entry(), stored.event()));
    }

    /** Hands over neighbours with events of one class together, in order. */
    static void runs(List<Stored> all, Consumer<List<Stored>> each) {
        int from = 0;
        for (int i = 1; i <= all.size(); i++) {
            if (i == all.size()
                    || !all.get(i)
                            .event()
                            .getClass()
                            .equals(all.get(from).event().getClass())) {
                each.accept(all.subList(from, i));
                from = i;
            }
        }
    }

    /**
     * Told of an entry that it saw when it is durable, on the sequencer's thread and before whoever asked for it has an
     * answer: for what is remembered beside the registers. It must not fail and must not wait.
     */
    default void committed(Stored stored) {}
}
