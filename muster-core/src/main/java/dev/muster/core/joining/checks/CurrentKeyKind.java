package dev.muster.core.joining.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.joining.JoiningFacts;
import java.time.Instant;
import java.util.List;

/** The device's key is of a kind that is strong enough for years. */
final class CurrentKeyKind extends StandardCheck {
    CurrentKeyKind() {
        super(
                "ID-algorithm",
                "the device's enrolled key is of a kind that gives 112 bits of security or more",
                List.of(JoiningFacts.KEY_ALGORITHM),
                LASTING,
                "let the device make a key on P-256 or a newer kind, and renew its certificate");
    }

    /** Kinds of NIST SP 800-57 part 1, table 2, and what the register calls them. */
    @Override
    public Judgement judge(Facts facts, Instant now) {
        String kind = value(facts, JoiningFacts.KEY_ALGORITHM);
        return switch (kind) {
            case "P-256",
                    "P-384",
                    "P-521",
                    "Ed25519",
                    "Ed448",
                    "RSA-2048",
                    "RSA-3072",
                    "RSA-4096",
                    "ML-DSA-44",
                    "ML-DSA-65",
                    "ML-DSA-87" -> Judgement.holds("its key is " + kind);
            case "P-192", "P-224", "RSA-1024", "RSA-512", "DSA" -> Judgement.breached("its key is only " + kind);
            default -> Judgement.undecided("the kind " + kind + " is not known to this check");
        };
    }
}
