package dev.muster.core.update.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.update.UpdateFacts;
import java.time.Instant;
import java.util.List;

/** The device takes updates. */
final class UpdateInstalled extends StandardCheck {
    UpdateInstalled() {
        super(
                "UP-capable",
                "the device installed an update and reported so with its signature",
                List.of(UpdateFacts.INSTALLED),
                QUARTER,
                "roll a release out to the device");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, UpdateFacts.INSTALLED)) {
            case "success" -> Judgement.holds("its signed report says that the installation succeeded");
            case "failure" -> Judgement.breached("its signed report says that the installation failed");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
