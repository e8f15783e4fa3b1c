package dev.muster.format.attest.ear;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result for one attester (EAR -04 §3.2). Its status is never better than the worst claim of its vector.
 *
 * @param policyIds which policies were applied; may be empty
 * @param nonce the nonce found in the evidence, 8..64 bytes
 * @param attesterClaims claims taken over from the evidence (1005), text keys
 * @param verifierClaims claims the verifier adds (1006), text keys
 */
public record EarAppraisal(
        TrustTier status,
        Optional<TrustVector> vector,
        List<String> policyIds,
        Optional<byte[]> nonce,
        Map<String, String> attesterClaims,
        Map<String, String> verifierClaims) {
    public EarAppraisal {
        policyIds = List.copyOf(policyIds);
        attesterClaims = Map.copyOf(attesterClaims);
        verifierClaims = Map.copyOf(verifierClaims);
        TrustTier worst = vector.map(TrustVector::tier).orElse(TrustTier.NONE);
        if (status != TrustTier.NONE && status.compareTo(worst) < 0) {
            throw new IllegalArgumentException(
                    "a status of " + status.word() + " is better than its worst claim, " + worst.word());
        }
    }

    /** The same without claims in words. */
    EarAppraisal withoutWords() {
        return new EarAppraisal(status, vector, policyIds, nonce, Map.of(), Map.of());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EarAppraisal that
                && status == that.status
                && vector.equals(that.vector)
                && policyIds.equals(that.policyIds)
                && Arrays.equals(nonce.orElse(null), that.nonce.orElse(null))
                && attesterClaims.equals(that.attesterClaims)
                && verifierClaims.equals(that.verifierClaims);
    }

    @Override
    public int hashCode() {
        return 31 * status.hashCode() + vector.hashCode();
    }
}
