package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.LedgerFacts;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;

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
    public Judgement judge(Facts facts, Instant now) {
        return Judgement.holds("every entry is kept in the log " + value(facts, LedgerFacts.LOG));
    }
}
