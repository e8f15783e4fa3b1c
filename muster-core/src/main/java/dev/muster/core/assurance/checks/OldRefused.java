package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.List;

/** The drill: an old manifest does not bring back old software. */
final class OldRefused extends StandardCheck {
    OldRefused() {
        super(
                "UP-antirollback",
                "the device refused a manifest older than the installed one",
                List.of(FactKeys.OLD_REFUSED),
                HALF_YEAR,
                "run the drill with an older sequence number on the device");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, FactKeys.OLD_REFUSED)) {
            case "refused" -> Judgement.holds("it refused the older sequence number and said so");
            case "accepted" -> Judgement.breached("it accepted an older sequence number");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
