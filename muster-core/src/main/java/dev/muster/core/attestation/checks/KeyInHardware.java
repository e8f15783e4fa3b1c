package dev.muster.core.attestation.checks;

import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.attestation.tpm.TpmKeyFacts;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.Known;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.ledger.Grade;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The device's key lives in hardware, by proof. */
final class KeyInHardware extends StandardCheck {
    /** A device proves its key again with every certificate, which lasts two weeks; a day to spare. */
    private static final Duration PROVED_MAX = Duration.ofDays(15);

    KeyInHardware() {
        super(
                "AT-key-home",
                "the device's key lives in hardware, and the hardware proved it",
                List.of(TpmKeyFacts.KEY_HOME),
                PROVED_MAX,
                "use a device with a TPM whose maker is believed (muster join tpm), and run its agent with --tpm");
    }

    @Override
    public List<FactKey> considers() {
        return List.of(AttestationFacts.TWIN);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        Known home = known(facts, TpmKeyFacts.KEY_HOME);
        Optional<Known> twin = facts.latest(AttestationFacts.TWIN)
                .filter(seen -> !seen.value().equals("none") && seen.supersedes(home));
        if (twin.isPresent()) {
            return Judgement.breached(
                    "what signs for it can be copied or set back: " + twin.get().value());
        }
        return switch (home.value()) {
            case "hardware-tpm" ->
                home.grade().atLeast(Grade.OBSERVED)
                        ? Judgement.holds("its key is in a TPM of a believed maker, which certified it")
                        : Judgement.undecided("somebody says that the key is in a TPM, and nobody proved it");
            case "software-tpm" ->
                Judgement.undecided("its key is in a TPM that is software: the machine that runs it can have the key");
            case "uncertified-tpm" ->
                Judgement.undecided("its key is in what answers like a TPM, and no maker certified that it is one");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
