package dev.muster.core.update.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.update.UpdateFacts;
import java.time.Instant;
import java.util.List;

/** The drill: an old manifest does not bring back old software. */
final class OldRefused extends StandardCheck {
    OldRefused() {
        super(
                "UP-antirollback",
                "the device refused a manifest older than the installed one",
                List.of(UpdateFacts.OLD_SEQUENCE),
                HALF_YEAR,
                "run the drill with an older sequence number on the device");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, UpdateFacts.OLD_SEQUENCE)) {
            case "refused" -> Judgement.holds("it refused the older sequence number and said so");
            case "accepted" -> Judgement.breached("it accepted an older sequence number");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
