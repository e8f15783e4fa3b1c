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

/** The device, which checks what is said of it, has nothing against it. */
final class ResultBelieved extends StandardCheck {
    ResultBelieved() {
        super(
                "AT-result",
                "the device accepts what its last appraisal says of it",
                List.of(AttestationFacts.STATUS),
                DAY,
                "look at the result that the device disputes: somebody may speak in this server's name");
    }

    @Override
    public List<FactKey> considers() {
        return List.of(AttestationFacts.RESULT_DISPUTED);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        Known status = known(facts, AttestationFacts.STATUS);
        // The dispute of a result comes with the next evidence.
        Optional<Known> disputed = facts.latest(AttestationFacts.RESULT_DISPUTED)
                .filter(known ->
                        !known.fact().effectiveAt().isBefore(status.fact().effectiveAt()));
        return disputed.map(known -> Judgement.breached("it disputes a result about itself: " + known.value()))
                .orElseGet(() -> Judgement.holds("with its last evidence it disputed no result"));
    }
}
