package dev.muster.core.update.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.update.UpdateFacts;
import java.time.Instant;
import java.util.List;

/** An authorised return to the previous software works. */
final class RollBackWorks extends StandardCheck {
    RollBackWorks() {
        super(
                "UP-rollback",
                "the device returned to its previous software when ordered",
                List.of(UpdateFacts.ROLLED_BACK),
                HALF_YEAR,
                "order a roll back on a canary device");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, UpdateFacts.ROLLED_BACK)) {
            case "success" -> Judgement.holds("it returned to the other slot when ordered");
            case "failure" -> Judgement.breached("an ordered roll back failed");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
