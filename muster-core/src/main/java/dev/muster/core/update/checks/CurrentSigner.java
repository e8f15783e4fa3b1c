package dev.muster.core.update.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.update.UpdateFacts;
import java.time.Instant;
import java.util.List;

/** What devices verify before they install is signed by a kind of key that is strong enough. */
final class CurrentSigner extends StandardCheck {
    CurrentSigner() {
        super(
                "UP-algorithm",
                "releases are signed by a kind of key that gives 112 bits of security or more",
                List.of(UpdateFacts.SIGNER_KIND),
                LASTING,
                "let the maker sign with a key on P-256 or of a newer kind: muster release-key add");
    }

    /** Kinds of NIST SP 800-57 part 1, table 2, and FIPS 204. */
    @Override
    public Judgement judge(Facts facts, Instant now) {
        String kind = value(facts, UpdateFacts.SIGNER_KIND);
        return switch (kind) {
            case "P-256",
                    "P-384",
                    "P-521",
                    "EdDSA",
                    "Ed25519",
                    "Ed448",
                    "RSA-2048",
                    "RSA-3072",
                    "RSA-4096",
                    "ML-DSA-44",
                    "ML-DSA-65",
                    "ML-DSA-87",
                    "HSS/LMS" -> Judgement.holds("the key is " + kind);
            case "P-192", "P-224", "RSA-512", "RSA-1024" -> Judgement.breached("the key is only " + kind);
            default -> Judgement.undecided("the kind " + kind + " is not known to this check");
        };
    }
}
