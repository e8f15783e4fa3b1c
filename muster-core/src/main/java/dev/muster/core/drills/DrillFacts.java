package dev.muster.core.drills;

import static dev.muster.core.facts.FactType.words;

import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Vocabulary;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What trials at the server's own doors came to: {@code held}, {@code gave} or {@code unclear} (org, OBSERVED). */
public final class DrillFacts implements FactRule {
    private static final String PREFIX = "drills.";
    private static final Vocabulary WORDS = new Vocabulary();

    public static final FactKey READS = trial("reads", "whoever has no credentials is told nothing of devices");
    public static final FactKey WRITES = trial("writes", "whoever has no credentials changes nothing");
    public static final FactKey OLD_TLS = trial("old-tls", "the listeners take neither TLS 1.1 nor cleartext");
    public static final FactKey PAGE = trial("page", "pages forbid foreign scripts, frames and cleartext");
    public static final FactKey ERRORS = trial("errors", "errors say nothing of what is inside");
    public static final FactKey MALFORMED = trial("malformed", "requests that are none are refused");
    public static final FactKey CROWD = trial("crowd", "a crowd of silent callers keeps nobody from an answer");
    public static final FactKey TOLD = trial("told", "what people are to hear reaches other machines");
    public static final FactKey UPDATES_TOLD =
            trial("updates-told", "somebody chose to hear of updates, and messages reach them");

    private static final Set<String> NAMES =
            WORDS.all().stream().map(DeclaredFact::key).collect(Collectors.toUnmodifiableSet());

    private static FactKey trial(String name, String meaning) {
        return WORDS.org(PREFIX + name, words("held", "gave", "unclear"), Grade.OBSERVED, meaning);
    }

    /** What these facts are called and mean. */
    public static List<DeclaredFact> vocabulary() {
        return WORDS.all();
    }

    @Override
    public List<Fact> facts(Entry entry, Event event) {
        return event instanceof DoorsTried tried
                ? tried.trials().stream()
                        .filter(trial -> NAMES.contains(PREFIX + trial.name()))
                        .map(trial -> new Fact(
                                entry.subject(),
                                PREFIX + trial.name(),
                                trial.came(),
                                entry.effectiveAt(),
                                Grade.OBSERVED,
                                entry.index()))
                        .toList()
                : List.of();
    }
}
