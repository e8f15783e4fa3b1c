package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.LedgerFacts;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.Known;
import dev.muster.core.facts.StandardCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Somebody else has seen the log grow, and grow only. */
final class Witnessed extends StandardCheck {
    /** Witnesses are asked every few minutes; a week covers one that is on holiday. */
    private static final Duration WEEK = Duration.ofDays(7);

    Witnessed() {
        super(
                "LG-witnessed",
                "a witness has cosigned the log within a week",
                List.of(LedgerFacts.COSIGNED),
                LASTING,
                "name a witness in muster.properties and look at its state (muster status)");
    }

    @Override
    public List<dev.muster.core.facts.FactKey> considers() {
        return List.of(LedgerFacts.SPLIT_VIEW);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return facts.latest(LedgerFacts.SPLIT_VIEW)
                .map(Known::value)
                .map(value -> Judgement.breached("two histories of the log were seen by " + value))
                .orElseGet(() -> cosigned(known(facts, LedgerFacts.COSIGNED), now));
    }

    /** A log that was witnessed and is no longer: whoever stopped that may have had a reason. */
    private static Judgement cosigned(Known last, Instant now) {
        Instant end = last.asOf().plus(WEEK);
        return now.isBefore(end)
                ? Judgement.holds("cosigned by " + last.value(), end)
                : Judgement.breached("no witness has cosigned the log since " + last.asOf());
    }
}
