package dev.muster.server.assurance;

import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.EntryType;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.Subject;
import java.time.Instant;
import java.util.List;

/** An event that states one fact, for tests that do not care which topic says so. */
@EntryType("test.said")
public record Said(String key, String value, Grade grade) implements Event {
    /** An event whose fact is a time of its own. */
    @EntryType("test.said-at")
    public record At(Instant at) implements Event {}

    /** The rule of both. */
    public static final FactRule RULE = (Entry entry, Event event) -> switch (event) {
        case Said said ->
            List.of(new Fact(
                    entry.subject(), said.key(), said.value(), entry.effectiveAt(), said.grade(), entry.index()));
        case At at ->
            List.of(new Fact(
                    entry.subject(), "at", at.at().toString(), entry.effectiveAt(), Grade.REPORTED, entry.index()));
        default -> List.of();
    };

    /** A draft that says so. */
    public static Draft draft(Subject subject, String key, String value, Instant at) {
        return new Draft(subject, at, "test", new Said(key, value, Grade.ATTESTED));
    }
}
