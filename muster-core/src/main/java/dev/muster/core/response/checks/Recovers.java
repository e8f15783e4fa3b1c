package dev.muster.core.response.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.response.ResponseFacts;
import java.time.Instant;
import java.util.List;

/** After a breach the device comes back to a proven state. */
final class Recovers extends StandardCheck {
    Recovers() {
        super(
                "RS-recover",
                "after a reaction the device returned to software that evidence affirms",
                List.of(ResponseFacts.RECOVERED),
                HALF_YEAR,
                "look at the open case; roll the device back or repair it");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, ResponseFacts.RECOVERED)) {
            case "true" -> Judgement.holds("it returned to affirmed software and was released");
            case "false" -> Judgement.breached("it stays isolated: the automatic attempts are used up");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
