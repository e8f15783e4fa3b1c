package dev.muster.core.joining.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.joining.JoiningFacts;
import java.time.Instant;
import java.util.List;

/** The device can replace its credentials by itself. */
final class KeyRenewed extends StandardCheck {
    KeyRenewed() {
        super(
                "EN-renew",
                "the device replaced its key and certificate by itself",
                List.of(JoiningFacts.REKEYED),
                LASTING,
                "let the device renew with a new key before its certificate ends");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, JoiningFacts.REKEYED)) {
            case "true" -> Judgement.holds("it renewed with a new key");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
