package dev.muster.core.update.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.update.UpdateFacts;
import java.time.Instant;
import java.util.List;

/** The drill: a stranger's signature is refused. */
final class ForeignSignerRefused extends StandardCheck {
    ForeignSignerRefused() {
        super(
                "UP-signer-refused",
                "the device refused an update by a signer it does not trust",
                List.of(UpdateFacts.FOREIGN_SIGNER),
                HALF_YEAR,
                "run the drill with a foreign signer on the device");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, UpdateFacts.FOREIGN_SIGNER)) {
            case "refused" -> Judgement.holds("it refused the manifest of a foreign signer and said so");
            case "accepted" -> Judgement.breached("it accepted a manifest of a foreign signer");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
