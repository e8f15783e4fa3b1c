package dev.muster.format.attest.ear;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An attestation result (EAR -04 §3): who appraised, when, and one appraisal per attester.
 *
 * @param profile {@link #PROFILE} when written here; {@link #PROFILE_03} is read too
 * @param issuedAt seconds resolution
 * @param expiresAt after it the result says nothing
 * @param rawEvidence encoded CMW record in -04, the evidence itself in -03
 * @param submods appraisal by attester name, at least one
 * @param nonce of the relying party, 8..64 bytes; not the nonce of the evidence
 */
public record Ear(
        String profile,
        Instant issuedAt,
        Optional<Instant> expiresAt,
        VerifierId verifier,
        Optional<TrustTier> status,
        Optional<byte[]> rawEvidence,
        Map<String, EarAppraisal> submods,
        Optional<byte[]> nonce) {
    public static final String PROFILE = "tag:ietf.org,2026:rats/ear#04";
    public static final String PROFILE_03 = "tag:ietf.org,2026:rats/ear#03";

    public Ear {
        if (submods.isEmpty()) {
            throw new IllegalArgumentException("an attestation result has at least one appraisal");
        }
        submods = Collections.unmodifiableMap(new LinkedHashMap<>(submods));
        TrustTier worst = worst(submods);
        if (status.isPresent() && status.get() != TrustTier.NONE && status.get().compareTo(worst) < 0) {
            throw new IllegalArgumentException("the overall status is better than that of the worst appraisal");
        }
    }

    /**
     * The same in the profile of the draft before, which has no place for what the verifier says in words of its own.
     *
     * @throws IllegalArgumentException when it brings the evidence along, for there it was another claim
     */
    public Ear before() {
        if (rawEvidence.isPresent()) {
            throw new IllegalArgumentException("in " + PROFILE_03 + " evidence is not wrapped");
        }
        Map<String, EarAppraisal> fewer = new LinkedHashMap<>();
        submods.forEach((name, appraisal) -> fewer.put(name, appraisal.withoutWords()));
        return new Ear(PROFILE_03, issuedAt, expiresAt, verifier, status, rawEvidence, fewer, nonce);
    }

    private static TrustTier worst(Map<String, EarAppraisal> submods) {
        TrustTier worst = TrustTier.NONE;
        for (EarAppraisal appraisal : submods.values()) {
            worst = worst.worst(appraisal.status());
        }
        return worst;
    }

    /** The status that binds: the stated one, else that of the worst appraisal. */
    public TrustTier overall() {
        return status.orElseGet(() -> worst(submods));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ear that
                && profile.equals(that.profile)
                && issuedAt.equals(that.issuedAt)
                && expiresAt.equals(that.expiresAt)
                && verifier.equals(that.verifier)
                && status.equals(that.status)
                && Arrays.equals(rawEvidence.orElse(null), that.rawEvidence.orElse(null))
                && submods.equals(that.submods)
                && Arrays.equals(nonce.orElse(null), that.nonce.orElse(null));
    }

    @Override
    public int hashCode() {
        return 31 * issuedAt.hashCode() + submods.hashCode();
    }
}
