package dev.muster.core.governance.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.governance.GovernanceFacts;
import dev.muster.core.governance.WipePapers;
import java.time.Instant;
import java.util.List;

/** A device that was told to has destroyed all it held. */
final class WipeProved extends StandardCheck {
    WipeProved() {
        super(
                "WP-wiped",
                "the device destroyed its keys and data when that was ordered, and signed what it did",
                List.of(GovernanceFacts.WIPE),
                LASTING,
                "order a wipe: muster device wipe");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, GovernanceFacts.WIPE)) {
            case WipePapers.COMPLETE -> Judgement.holds("it has signed that all it held is destroyed");
            case WipePapers.INCOMPLETE -> Judgement.breached("it has signed that something is still there");
            case "simulated" -> Judgement.undecided("the device is simulated: only files of a test were destroyed");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
