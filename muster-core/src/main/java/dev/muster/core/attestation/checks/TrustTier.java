package dev.muster.core.attestation.checks;

import dev.muster.core.attestation.AttestationFacts;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.Known;
import dev.muster.core.facts.StandardCheck;
import java.time.Instant;
import java.util.List;

/** The device's own state tells healthy from degraded. */
final class TrustTier extends StandardCheck {
    /** Stated by the register. */
    private static final FactKey STATE = FactKey.device("devices.state");

    TrustTier() {
        super(
                "AT-tier",
                "the last appraisal affirms the device",
                List.of(AttestationFacts.STATUS),
                DAY,
                "look at the appraisal (muster why) and return the device to known software");
    }

    @Override
    public List<FactKey> considers() {
        return List.of(STATE);
    }

    /** The register's word can take the appraisal's meaning away and lends it none. */
    @Override
    public boolean carries(FactKey considered) {
        return !considered.equals(STATE);
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        if (joinedSince(facts)) {
            return Judgement.undecided("it joined after its last evidence, which says nothing of it now");
        }
        return switch (value(facts, AttestationFacts.STATUS)) {
            case "affirming" -> Judgement.holds("the appraisal result is affirming");
            case "warning" -> Judgement.breached("the appraisal result is a warning");
            case "contraindicated" -> Judgement.breached("the appraisal result is contraindicated");
            case "none" -> Judgement.undecided("nothing could be appraised");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }

    /** A device that was out of our hands and joins anew begins with new evidence. */
    private static boolean joinedSince(Facts facts) {
        Known shown = known(facts, AttestationFacts.STATUS);
        return facts.latest(STATE)
                .filter(state -> state.value().equals("joining")
                        && state.fact().effectiveAt().isAfter(shown.fact().effectiveAt()))
                .isPresent();
    }
}
