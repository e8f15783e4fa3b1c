package dev.muster.core.response;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import java.time.Duration;
import java.util.List;

/** What the responses show about a device: how fast it was quarantined, and whether it came back. */
public final class ResponseFacts implements FactRule {
    /** Whole seconds, rounded up, from contradicting evidence to the quarantine. */
    public static final String REACTION_SECONDS = "response.reaction-seconds";
    /** {@code true} after a release, {@code false} once the automatic attempts are used up. */
    public static final String RECOVERED = "response.recovered";

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
                yield List.of(fact(entry, REACTION_SECONDS, String.valueOf(Math.ceilDiv(micros, 1_000_000L))));
            }
            case ResponseEvent.Released _ -> List.of(fact(entry, RECOVERED, "true"));
            case ResponseEvent.CaseOpened _ -> List.of(fact(entry, RECOVERED, "false"));
            default -> List.of();
        };
    }

    private static Fact fact(Entry entry, String key, String value) {
        return new Fact(entry.subject(), key, value, entry.effectiveAt(), Grade.OBSERVED, entry.index());
    }
}
