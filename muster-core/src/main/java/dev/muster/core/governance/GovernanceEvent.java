package dev.muster.core.governance;

import dev.muster.core.ledger.EntryType;
import dev.muster.core.ledger.Event;
import java.util.Map;
import java.util.Set;

/** What governance writes into the ledger. */
public sealed interface GovernanceEvent extends Event {
    /**
     * A record began or moved. Subject: {@code <machine>/<id>}.
     *
     * @param transition name; {@link Transition#OPENING} for the beginning
     * @param from the state before, empty at the beginning
     * @param to the state after
     * @param by who did it; {@code muster} for a timer
     * @param reason why, may be empty
     * @param fields what was set with it; an empty value takes one away
     * @param kind what kind of record it is, whatever was set when: those of {@link #KIND} that it keeps
     */
    @EntryType("governance.moved")
    record Moved(
            String transition,
            String from,
            String to,
            String by,
            String reason,
            Map<String, String> fields,
            Map<String, String> kind)
            implements GovernanceEvent {
        /** Fields that say what a record is about. */
        public static final Set<String> KIND =
                Set.of("area", "topic", "kind", "category", "about", "device", "product", "person", "first-unit");

        public Moved {
            fields = Map.copyOf(fields);
            kind = Map.copyOf(kind);
        }
    }
}
