package dev.muster.core.update.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.update.UpdateFacts;
import java.time.Instant;
import java.util.List;

/** The drill: changed bytes are refused. */
final class TamperRefused extends StandardCheck {
    TamperRefused() {
        super(
                "UP-tamper-refused",
                "the device refused an update whose bytes were changed",
                List.of(UpdateFacts.TAMPERED),
                HALF_YEAR,
                "run the drill with a tampered manifest on the device");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, UpdateFacts.TAMPERED)) {
            case "refused" -> Judgement.holds("it refused the tampered manifest and said so");
            case "accepted" -> Judgement.breached("it accepted a tampered manifest");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
