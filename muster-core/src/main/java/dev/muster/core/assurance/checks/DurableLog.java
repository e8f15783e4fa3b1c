package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.LedgerFacts;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.Known;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happened is recorded so that it cannot be changed unseen. */
final class DurableLog extends StandardCheck {
    DurableLog() {
        super(
                "LG-durable",
                "security events are kept in an append-only log with signed heads",
                List.of(LedgerFacts.LOG),
                LASTING,
                "open the log of the organisation");
    }

    @Override
    public List<FactKey> considers() {
        return List.of(LedgerFacts.SPLIT_VIEW);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        Optional<Known> split = facts.latest(LedgerFacts.SPLIT_VIEW);
        if (split.isPresent()) {
            return Judgement.breached(
                    "two histories of the log were seen by " + split.get().value());
        }
        return Judgement.holds("every entry is kept in the log " + value(facts, LedgerFacts.LOG));
    }
}
