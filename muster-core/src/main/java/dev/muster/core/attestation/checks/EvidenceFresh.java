package dev.muster.core.attestation.checks;

import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.Known;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The device shows evidence regularly, whatever the evidence says. */
final class EvidenceFresh extends StandardCheck {
    EvidenceFresh() {
        super(
                "AT-fresh",
                "the device showed appraisable evidence within a day",
                List.of(AttestationFacts.STATUS),
                DAY,
                "order an attestation (muster device check)");
    }

    @Override
    public List<FactKey> considers() {
        return List.of(AttestationFacts.REFUSED);
    }

    /** Only a refusal that came after the evidence says something, and then it is a breach. */
    @Override
    public boolean carries(FactKey considered) {
        return !considered.equals(AttestationFacts.REFUSED);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        Known appraised = known(facts, AttestationFacts.STATUS);
        Optional<Known> refused = facts.latest(AttestationFacts.REFUSED).filter(last -> last.supersedes(appraised));
        if (refused.isPresent()) {
            return Judgement.breached(
                    "its newest evidence was refused: " + refused.get().value());
        }
        return switch (appraised.value()) {
            case "affirming" -> Judgement.holds("its evidence was appraised");
            case "warning" -> Judgement.holds("its evidence was appraised, with a warning");
            case "contraindicated" ->
                Judgement.holds("its evidence was appraised, and it contradicts the reference values");
            case "none" -> Judgement.undecided("its evidence could not be appraised");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
