package dev.muster.core.attestation.checks;

import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;

/** Parts that nobody vouches for are noticed. */
final class NoUnknownParts extends StandardCheck {
    NoUnknownParts() {
        super(
                "AT-unknown-part",
                "every measured part is known to a reference value",
                List.of(AttestationFacts.UNKNOWN_PARTS),
                DAY,
                "remove the unknown parts, or have the maker sign reference values for them");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String value = value(facts, AttestationFacts.UNKNOWN_PARTS);
        return count(value)
                .map(parts -> parts == 0
                        ? Judgement.holds("no part was measured that no reference value knows")
                        : Judgement.breached(parts + " measured parts are in no reference value"))
                .orElseGet(() -> Judgement.undecided("the number of unknown parts is not a number: " + value));
    }
}
