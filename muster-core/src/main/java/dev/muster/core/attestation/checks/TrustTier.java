package dev.muster.core.attestation.checks;

import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;

/** The device's own state tells healthy from degraded. */
final class TrustTier extends StandardCheck {
    TrustTier() {
        super(
                "AT-tier",
                "the last appraisal affirms the device",
                List.of(AttestationFacts.STATUS),
                DAY,
                "look at the appraisal (muster why) and return the device to known software");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, AttestationFacts.STATUS)) {
            case "affirming" -> Judgement.holds("the appraisal result is affirming");
            case "warning" -> Judgement.breached("the appraisal result is a warning");
            case "contraindicated" -> Judgement.breached("the appraisal result is contraindicated");
            case "none" -> Judgement.undecided("nothing could be appraised");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
