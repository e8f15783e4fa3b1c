package dev.muster.core.joining.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.joining.JoiningFacts;
import java.time.Instant;
import java.util.List;

/** The device joined with an identity that its maker gave it (IEEE 802.1AR). */
final class FactoryIdentity extends StandardCheck {
    FactoryIdentity() {
        super(
                "ID-idevid",
                "the device proved its factory identity when it joined",
                List.of(JoiningFacts.IDEVID),
                LASTING,
                "enrol the device with its factory certificate (IDevID), or by the endorsement key that its TPM's"
                        + " maker certified");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, JoiningFacts.IDEVID)) {
            case "verified" ->
                Judgement.holds("its factory certificate leads to an accepted anchor and it holds the key");
            case "endorsed" ->
                Judgement.holds(
                        "its TPM's endorsement key is listed for it, the TPM's maker certified it and it holds the"
                                + " key");
            case "listed" ->
                Judgement.undecided("its TPM's endorsement key is listed for it, and no maker certified that key");
            case "refused" -> Judgement.breached("its factory identity was refused");
            case "none" -> Judgement.breached("it joined by a token, without a factory identity");
            case "released" -> Judgement.breached("its ownership was released: what it proved counts no more");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
