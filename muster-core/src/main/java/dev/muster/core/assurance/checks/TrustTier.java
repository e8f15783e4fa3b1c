package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.List;

/** The device's own state tells healthy from degraded. */
final class TrustTier extends StandardCheck {
    TrustTier() {
        super(
                "AT-tier",
                "the last appraisal affirms the device",
                List.of(FactKeys.TIER),
                DAY,
                "look at the appraisal (muster why) and return the device to known software");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, FactKeys.TIER)) {
            case "affirming" -> Judgement.holds("the appraisal result is affirming");
            case "warning" -> Judgement.breached("the appraisal result is a warning");
            case "contraindicated" -> Judgement.breached("the appraisal result is contraindicated");
            case "none" -> Judgement.undecided("nothing could be appraised");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
