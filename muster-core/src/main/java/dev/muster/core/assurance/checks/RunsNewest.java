package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.FactKey;
import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.List;

/** The device runs the newest release. */
final class RunsNewest extends StandardCheck {
    RunsNewest() {
        super(
                "UP-current",
                "evidence shows that the device runs the newest release meant for it",
                List.of(FactKeys.CURRENT),
                DAY,
                "roll the newest release out to the device");
    }

    @Override
    public List<FactKey> considers() {
        return List.of(FactKeys.VERSION);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, FactKeys.CURRENT)) {
            case "true" -> Judgement.holds("evidence shows the newest release");
            case "false" -> Judgement.breached("evidence shows an older release");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
