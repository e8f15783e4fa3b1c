package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.List;

/** The drill: a stranger's signature is refused. */
final class ForeignSignerRefused extends StandardCheck {
    ForeignSignerRefused() {
        super(
                "UP-signer-refused",
                "the device refused an update by a signer it does not trust",
                List.of(FactKeys.SIGNER_REFUSED),
                HALF_YEAR,
                "run the drill with a foreign signer on the device");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, FactKeys.SIGNER_REFUSED)) {
            case "refused" -> Judgement.holds("it refused the manifest of a foreign signer and said so");
            case "accepted" -> Judgement.breached("it accepted a manifest of a foreign signer");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
