package dev.muster.core.attestation;

import dev.muster.core.ledger.EntryType;
import dev.muster.format.attest.ear.TrustTier;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Evidence of a device was appraised. Subject: {@code device/<id>}; effective at {@code appraisedAt}. With the evidence,
 * the key and the ids of set and policy in it, anyone can appraise it again.
 *
 * @param evidence the token as received
 * @param deviceKey SubjectPublicKeyInfo of the enrolled key that verified it, DER
 * @param nonce the verifier's, used up by this
 * @param nonceExpiresAt after it the nonce could not have been used again anyway
 * @param vector claims by category name of AR4SI
 * @param software what the device says it runs
 * @param match the reference value that agrees
 * @param nearest where the differences were taken from
 */
@EntryType("attestation.evidence-appraised")
public record EvidenceAppraised(
        byte[] evidence,
        byte[] deviceKey,
        byte[] nonce,
        Instant nonceExpiresAt,
        Instant appraisedAt,
        String referenceSet,
        String policy,
        TrustTier status,
        Map<String, Integer> vector,
        List<Reason> reasons,
        Optional<Match> match,
        Optional<Match> nearest,
        List<Difference> differences,
        int differencesTotal,
        List<String> skipped,
        Software software)
        implements AttestationEvent {

    /**
     * What the signed claims say about the device, taken over for readers of the ledger.
     *
     * @param debug word of RFC 9711, empty when not stated
     * @param strength how the measurement was made
     * @param digest SHA-256 over the files of the active slot, hexadecimal
     */
    public record Software(
            String maker,
            String model,
            String name,
            String version,
            String slot,
            String digest,
            String strength,
            String debug,
            long bootCount,
            long uptimeSeconds) {}

    public EvidenceAppraised {
        vector = Map.copyOf(vector);
        reasons = List.copyOf(reasons);
        differences = List.copyOf(differences);
        skipped = List.copyOf(skipped);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EvidenceAppraised that
                && Arrays.equals(evidence, that.evidence)
                && Arrays.equals(deviceKey, that.deviceKey)
                && Arrays.equals(nonce, that.nonce)
                && nonceExpiresAt.equals(that.nonceExpiresAt)
                && appraisedAt.equals(that.appraisedAt)
                && referenceSet.equals(that.referenceSet)
                && policy.equals(that.policy)
                && status == that.status
                && vector.equals(that.vector)
                && reasons.equals(that.reasons)
                && match.equals(that.match)
                && nearest.equals(that.nearest)
                && differences.equals(that.differences)
                && differencesTotal == that.differencesTotal
                && skipped.equals(that.skipped)
                && software.equals(that.software);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(evidence), appraisedAt, referenceSet, status);
    }
}
