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

/** What the device showed last was of itself, of now, and readable. */
final class EvidenceAccepted extends StandardCheck {
    EvidenceAccepted() {
        super(
                "AT-accepted",
                "the device's last evidence was accepted for appraisal",
                List.of(AttestationFacts.STATUS),
                DAY,
                "look at the reason of the refusal (muster why): a replay, another device's token, or a broken agent");
    }

    @Override
    public List<FactKey> considers() {
        return List.of(AttestationFacts.REFUSED);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        Known status = known(facts, AttestationFacts.STATUS);
        Optional<Known> refused = facts.latest(AttestationFacts.REFUSED)
                .filter(known ->
                        known.fact().effectiveAt().isAfter(status.fact().effectiveAt()));
        return refused.map(known -> Judgement.breached("its last evidence was refused: " + known.value()))
                .orElseGet(() -> Judgement.holds("its last evidence was appraised"));
    }
}
