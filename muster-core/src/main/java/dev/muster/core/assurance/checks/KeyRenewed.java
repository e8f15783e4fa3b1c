package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.List;

/** The device can replace its credentials by itself. */
final class KeyRenewed extends StandardCheck {
    KeyRenewed() {
        super(
                "EN-renew",
                "the device replaced its key and certificate by itself",
                List.of(FactKeys.REKEYED),
                LASTING,
                "let the device renew with a new key before its certificate ends");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, FactKeys.REKEYED)) {
            case "true" -> Judgement.holds("it renewed with a new key");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
