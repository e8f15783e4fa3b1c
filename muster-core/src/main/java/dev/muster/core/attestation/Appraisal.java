package dev.muster.core.attestation;

import dev.muster.format.attest.ear.TrustTier;
import dev.muster.format.attest.ear.TrustVector;
import java.util.List;
import java.util.Optional;

/**
 * What evidence came to.
 *
 * @param status never better than the worst claim
 * @param vector what is claimed, by category
 * @param reasons why, the decisive one first
 * @param match the reference value that agrees
 * @param nearest the release that the differences are taken from
 * @param differences at most {@link Appraiser#MAX_DIFFERENCES}
 * @param differencesTotal how many there are
 * @param skipped what was not looked at, one sentence each: it is not part of the status
 * @param referenceSet id of the set that was used
 * @param policy id of the policy that was used
 */
public record Appraisal(
        TrustTier status,
        TrustVector vector,
        List<Reason> reasons,
        Optional<Match> match,
        Optional<Match> nearest,
        List<Difference> differences,
        int differencesTotal,
        List<String> skipped,
        String referenceSet,
        String policy) {
    public Appraisal {
        reasons = List.copyOf(reasons);
        differences = List.copyOf(differences);
        skipped = List.copyOf(skipped);
    }
}
