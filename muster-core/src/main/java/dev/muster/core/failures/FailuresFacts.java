package dev.muster.core.failures;

import static dev.muster.core.facts.FactType.text;

import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Vocabulary;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import java.util.List;
import java.util.stream.Collectors;

/** That a device tells its failures, and of which kinds. */
public final class FailuresFacts implements FactRule {
    private static final Vocabulary WORDS = new Vocabulary();

    public static final FactKey KINDS = WORDS.device(
            "failures.kinds",
            text(),
            Grade.REPORTED,
            "the kinds of failure of the device's newest report, with commas: crash, out-of-memory, forbidden-call, …");

    /** What these facts are called and mean. */
    public static List<DeclaredFact> vocabulary() {
        return WORDS.all();
    }

    @Override
    public List<Fact> facts(Entry entry, Event event) {
        if (!(event instanceof FailuresReported reported)) {
            return List.of();
        }
        String kinds = reported.failures().stream()
                .map(FailuresReported.Told::kind)
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
        return List.of(
                new Fact(entry.subject(), KINDS.key(), kinds, entry.effectiveAt(), Grade.REPORTED, entry.index()));
    }
}
