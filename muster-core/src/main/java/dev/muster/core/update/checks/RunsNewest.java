package dev.muster.core.update.checks;

import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.update.UpdateFacts;
import java.time.Instant;
import java.util.List;

/** The device runs the newest release. */
final class RunsNewest extends StandardCheck {
    RunsNewest() {
        super(
                "UP-current",
                "evidence shows that the device runs the newest release meant for it",
                List.of(UpdateFacts.ATTESTED_VERSION, UpdateFacts.CURRENT),
                DAY,
                "roll the newest release out to the device");
    }

    /** That a release is the newest holds until another is meant for the device; that it runs is shown every day. */
    @Override
    public boolean ages(FactKey key) {
        return key.equals(UpdateFacts.ATTESTED_VERSION);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, UpdateFacts.CURRENT)) {
            case "true" -> Judgement.holds("evidence shows the newest release");
            case "false" -> Judgement.breached("evidence shows an older release");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
