package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.List;

/** The device takes updates. */
final class UpdateInstalled extends StandardCheck {
    UpdateInstalled() {
        super(
                "UP-capable",
                "the device installed an update and reported so with its signature",
                List.of(FactKeys.INSTALLED),
                QUARTER,
                "roll a release out to the device");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, FactKeys.INSTALLED)) {
            case "success" -> Judgement.holds("its signed report says that the installation succeeded");
            case "failure" -> Judgement.breached("its signed report says that the installation failed");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
