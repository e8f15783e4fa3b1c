package dev.muster.core.attestation.checks;

import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;

/** Evidence is signed by the device itself, over a fresh nonce. */
final class EvidenceSigned extends StandardCheck {
    EvidenceSigned() {
        super(
                "AT-signed",
                "the evidence is signed with the key that was enrolled for the device",
                List.of(AttestationFacts.SIGNATURE),
                DAY,
                "order an attestation; if it is refused, enrol the device again");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, AttestationFacts.SIGNATURE)) {
            case "verified" -> Judgement.holds("the signature verifies with the enrolled key");
            case "refused" -> Judgement.breached("the signature does not verify with the enrolled key");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
