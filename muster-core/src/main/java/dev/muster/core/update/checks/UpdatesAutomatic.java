package dev.muster.core.update.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.update.UpdateFacts;
import java.time.Instant;
import java.util.List;

/** Nobody has to press a button on the device. */
final class UpdatesAutomatic extends StandardCheck {
    UpdatesAutomatic() {
        super(
                "UP-auto",
                "the device installs ordered updates by itself",
                List.of(UpdateFacts.MODE),
                QUARTER,
                "set the device's update mode to automatic");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, UpdateFacts.MODE)) {
            case "automatic" -> Judgement.holds("it installed on order, without a person at the device");
            case "manual" ->
                Judgement.breached(
                        "it came to its release after its order had failed or ended: somebody installed it by other"
                                + " means");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
