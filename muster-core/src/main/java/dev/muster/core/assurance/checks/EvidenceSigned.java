package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.List;

/** Evidence is signed by the device itself, over a fresh nonce. */
final class EvidenceSigned extends StandardCheck {
    EvidenceSigned() {
        super(
                "AT-signed",
                "the evidence is signed with the key that was enrolled for the device",
                List.of(FactKeys.SIGNED),
                DAY,
                "order an attestation; if it is refused, enrol the device again");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, FactKeys.SIGNED)) {
            case "verified" -> Judgement.holds("the signature verifies with the enrolled key");
            case "refused" -> Judgement.breached("the signature does not verify with the enrolled key");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
