package dev.muster.core.host.checks;

import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.Known;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.host.HostFacts;
import java.time.Instant;
import java.util.List;

/** A host whose key a TPM certified still has a TPM. */
final class TpmStillThere extends StandardCheck {
    /** Stated by attestation: what the TPM certified. */
    private static final FactKey KEY_HOME = FactKey.device("attestation.key-home");

    TpmStillThere() {
        super(
                "HO-tpm",
                "a host whose key was certified by a TPM has a TPM",
                List.of(HostFacts.TPM),
                DAY.multipliedBy(2),
                "look at the host: it is another one, or its TPM is switched off");
    }

    @Override
    public List<FactKey> considers() {
        return List.of(KEY_HOME);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String there = value(facts, HostFacts.TPM);
        boolean certified = facts.latest(KEY_HOME)
                .map(Known::value)
                .filter("hardware-tpm"::equals)
                .isPresent();
        return switch (there) {
            case "yes" -> Judgement.holds("it says that there is a TPM");
            case "none" ->
                certified
                        ? Judgement.breached("a TPM certified its key, and it says that there is none")
                        : Judgement.undecided("it says that there is no TPM");
            default -> Judgement.undecided("the device says that host.tpm is " + there);
        };
    }
}
