package dev.muster.core.attestation.checks;

import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.Known;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.ledger.Grade;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
    public List<FactKey> considers() {
        return List.of(AttestationFacts.TWIN);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        Known strength = known(facts, AttestationFacts.STRENGTH);
        Optional<Known> twin = facts.latest(AttestationFacts.TWIN)
                .filter(seen -> !seen.value().equals("none") && seen.supersedes(strength));
        if (twin.isPresent()) {
            return Judgement.breached(
                    "what signs for it can be copied or set back: " + twin.get().value());
        }
        boolean proved = strength.grade().atLeast(Grade.OBSERVED);
        return switch (strength.value()) {
            case "tpm-quoted" ->
                proved
                        ? Judgement.holds("a TPM quotes the measurement")
                        : Judgement.undecided(
                                "the device says that a TPM quotes the measurement, and nobody proved it");
            case "rot-signed" ->
                Judgement.holds("a root of trust outside of the measured software signs the measurement");
            case "rot-shared-key" ->
                Judgement.undecided("a root of trust protects the measurement with a key that the verifier has too:"
                        + " whoever has a copy could have made it up");
            case "dice-derived" -> Judgement.holds("the device's key is derived from the measurement");
            case "checked" -> Judgement.undecided("the measurement is only checked by the agent");
            case "checked-beside-tpm" ->
                Judgement.undecided("the measurement is only checked by the agent; its TPM quotes the boot beside it");
            case "checked-beside-software-tpm", "software-tpm-quoted" ->
                Judgement.undecided("the TPM is software: it protects no more than the machine that it runs on");
            case "simulated" -> Judgement.undecided("the device is simulated: nothing protects the measurement");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
