package dev.muster.core.joining.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.joining.JoiningFacts;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The device's key is of a kind that a small processor signs with. */
final class SmallKey extends StandardCheck {
    private static final Set<String> SMALL = Set.of("P-256", "P-384", "P-521", "Ed25519", "Ed448");

    SmallKey() {
        super(
                "ID-small-key",
                "the device's enrolled key is on an elliptic curve, with which constrained devices sign",
                List.of(JoiningFacts.KEY_ALGORITHM),
                LASTING,
                "let the device make a key on P-256, and renew its certificate");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        String kind = value(facts, JoiningFacts.KEY_ALGORITHM);
        if (SMALL.contains(kind)) {
            return Judgement.holds("its key is " + kind);
        }
        return kind.startsWith("RSA-")
                ? Judgement.breached("its key is " + kind + ", whose signatures cost a small processor seconds")
                : Judgement.undecided("the kind " + kind + " is not known to this check");
    }
}
