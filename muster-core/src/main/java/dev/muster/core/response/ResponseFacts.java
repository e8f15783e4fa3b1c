package dev.muster.core.response;

import static dev.muster.core.facts.FactType.count;
import static dev.muster.core.facts.FactType.flag;

import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Vocabulary;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import java.time.Duration;
import java.util.List;

/** What the responses show about a device: how fast it was quarantined, and whether it came back. */
public final class ResponseFacts implements FactRule {
    private static final Vocabulary WORDS = new Vocabulary();

    public static final FactKey REACTION_SECONDS = WORDS.device(
            "response.reaction-seconds",
            count(),
            Grade.OBSERVED,
            "seconds from contradicting evidence to the quarantine, rounded up");
    public static final FactKey RECOVERED = WORDS.device(
            "response.recovered",
            flag(),
            Grade.OBSERVED,
            "it came back by itself to a proven good state; false once the attempts are used up");

    /** What these facts are called and mean. */
    public static List<DeclaredFact> vocabulary() {
        return WORDS.all();
    }

    @Override
    public List<Fact> facts(Entry entry, Event event) {
        return switch (event) {
            case ResponseEvent.Reacted reacted
            when reacted.first() -> {
                long micros = Math.max(
                        0,
                        Duration.between(reacted.evidenceAt(), entry.receivedAt())
                                        .toNanos()
                                / 1_000);
                yield List.of(fact(entry, REACTION_SECONDS.key(), String.valueOf(Math.ceilDiv(micros, 1_000_000L))));
            }
            case ResponseEvent.Released _ -> List.of(fact(entry, RECOVERED.key(), "true"));
            case ResponseEvent.CaseOpened _ -> List.of(fact(entry, RECOVERED.key(), "false"));
            default -> List.of();
        };
    }

    private static Fact fact(Entry entry, String key, String value) {
        return new Fact(entry.subject(), key, value, entry.effectiveAt(), Grade.OBSERVED, entry.index());
    }
}
