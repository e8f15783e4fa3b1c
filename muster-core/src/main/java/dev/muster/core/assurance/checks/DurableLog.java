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
                "security events are kept in an append-only log with a signed head",
                List.of(FactKeys.CHECKPOINT),
                DAY,
                "see why the log signs no heads (muster log fsck)");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return Judgement.holds("the log's last signed head is " + value(facts, FactKeys.CHECKPOINT));
    }
}
