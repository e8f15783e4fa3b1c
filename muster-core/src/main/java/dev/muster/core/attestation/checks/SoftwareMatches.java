package dev.muster.core.attestation.checks;

import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;

/** The software on the device is what its maker says it should be. */
final class SoftwareMatches extends StandardCheck {
    SoftwareMatches() {
        super(
                "AT-sw-match",
                "the measured software equals reference values that its maker signed",
                List.of(AttestationFacts.SOFTWARE),
                DAY,
                "return the device to known software, or add the maker's reference values if the software is right");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, AttestationFacts.SOFTWARE)) {
            case "match" -> Judgement.holds("every measured part equals a reference value");
            case "mismatch" -> Judgement.breached("the measured software contradicts the reference values");
            case "between" -> Judgement.undecided("the software is partly a release and partly its successor");
            case "no-reference" -> Judgement.undecided("no reference values are known for what was measured");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
