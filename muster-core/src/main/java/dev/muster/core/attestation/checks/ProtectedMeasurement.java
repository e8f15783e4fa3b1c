package dev.muster.core.attestation.checks;

import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;

/** The measurement is protected by more than the software that is measured. */
final class ProtectedMeasurement extends StandardCheck {
    ProtectedMeasurement() {
        super(
                "AT-strength",
                "the measurement is protected by hardware or by the kernel",
                List.of(AttestationFacts.STRENGTH),
                DAY,
                "use a device whose measurements are quoted by a TPM or enforced by its kernel");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, AttestationFacts.STRENGTH)) {
            case "tpm-quoted" -> Judgement.holds("a TPM quotes the measurement");
            case "kernel-enforced" -> Judgement.holds("the kernel enforces what was measured");
            case "checked" -> Judgement.undecided("the measurement is only checked by the agent");
            case "simulated" -> Judgement.undecided("the device is simulated: nothing protects the measurement");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
