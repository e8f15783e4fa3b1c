package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Given;
import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.attestation.Match;
import dev.muster.core.update.Artifact;
import dev.muster.format.attest.ear.TrustTier;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Appraisals of one device that differ in what a check asks for. */
final class Appraisals {
    private Appraisals() {}

    /** @param proof what the verifier concluded */
    static EvidenceAppraised affirming(String proof) {
        return appraised(
                TrustTier.AFFIRMING, Optional.of(new Match("Acme", "aa", "ref-1", "tag", "1.0")), 0, proof, "");
    }

    static EvidenceAppraised contradicted() {
        return appraised(TrustTier.CONTRAINDICATED, Optional.empty(), 2, "checked", "");
    }

    static EvidenceAppraised debugging() {
        return appraised(TrustTier.AFFIRMING, Optional.empty(), 0, "checked", "enabled");
    }

    /** Of a device that says which list of release keys it obeys. */
    static EvidenceAppraised obeying(long epoch) {
        return appraised(TrustTier.AFFIRMING, Optional.empty(), 0, "checked", "", Optional.of(epoch));
    }

    static Artifact artifact() {
        return new Artifact("ab".repeat(32), 1);
    }

    private static EvidenceAppraised appraised(
            TrustTier tier, Optional<Match> match, int differences, String proof, String debug) {
        return appraised(tier, match, differences, proof, debug, Optional.empty());
    }

    private static EvidenceAppraised appraised(
            TrustTier tier,
            Optional<Match> match,
            int differences,
            String proof,
            String debug,
            Optional<Long> keyEpoch) {
        return new EvidenceAppraised(
                new byte[0],
                new byte[0],
                new byte[0],
                Given.T0,
                Given.T0,
                "set",
                "policy",
                tier,
                Map.of(),
                List.of(),
                match,
                Optional.empty(),
                List.of(),
                differences,
                List.of(),
                new EvidenceAppraised.Software("", "", "", "", "", "", "", debug, 2, 0),
                Optional.empty(),
                Optional.empty(),
                Optional.of(proof),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                keyEpoch);
    }
}
