package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.List;

/** The measurement is protected by more than the software that is measured. */
final class ProtectedMeasurement extends StandardCheck {
    ProtectedMeasurement() {
        super(
                "AT-strength",
                "the measurement is protected by hardware or by the kernel",
                List.of(FactKeys.STRENGTH),
                DAY,
                "use a device whose measurements are quoted by a TPM or enforced by its kernel");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, FactKeys.STRENGTH)) {
            case "tpm-quoted" -> Judgement.holds("a TPM quotes the measurement");
            case "kernel-enforced" -> Judgement.holds("the kernel enforces what was measured");
            case "checked" -> Judgement.undecided("the measurement is only checked by the agent");
            case "simulated" -> Judgement.undecided("the device is simulated: nothing protects the measurement");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
