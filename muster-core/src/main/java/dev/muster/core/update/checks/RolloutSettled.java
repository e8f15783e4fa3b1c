package dev.muster.core.update.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.update.UpdateFacts;
import java.time.Instant;
import java.util.List;

/** The last rollout came to its end on the device. */
final class RolloutSettled extends StandardCheck {
    RolloutSettled() {
        super(
                "UP-settled",
                "the last rollout that meant the device ended with evidence of the new release",
                List.of(UpdateFacts.ROLLOUT),
                QUARTER,
                "look at the rollout (muster rollout watch) and at the device's report");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, UpdateFacts.ROLLOUT)) {
            case "updated" -> Judgement.holds("evidence showed the new release");
            case "failed" -> Judgement.breached("the rollout failed on it");
            case "overdue" -> Judgement.breached("the rollout is overdue on it");
            case "fell-back" -> Judgement.breached("it fell back to the release before");
            case "offered" -> Judgement.undecided("the release is offered and not there yet");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
