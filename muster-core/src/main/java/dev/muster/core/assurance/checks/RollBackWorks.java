package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.List;

/** An authorised return to the previous software works. */
final class RollBackWorks extends StandardCheck {
    RollBackWorks() {
        super(
                "UP-rollback",
                "the device returned to its previous software when ordered",
                List.of(FactKeys.ROLLED_BACK),
                HALF_YEAR,
                "order a roll back on a canary device");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, FactKeys.ROLLED_BACK)) {
            case "success" -> Judgement.holds("it returned to the other slot when ordered");
            case "failure" -> Judgement.breached("an ordered roll back failed");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
