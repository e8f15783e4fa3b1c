package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.List;

/** What happened is recorded so that it cannot be changed unseen. */
final class DurableLog extends StandardCheck {
    DurableLog() {
        super(
                "LG-durable",
                "security events are kept in an append-only log with signed heads",
                List.of(FactKeys.LOG),
                LASTING,
                "open the log of the organisation");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return Judgement.holds("every entry is kept in the log " + value(facts, FactKeys.LOG));
    }
}
