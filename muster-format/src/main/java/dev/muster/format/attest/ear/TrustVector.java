package dev.muster.format.attest.ear;

import java.util.EnumMap;
import java.util.Map;

/**
 * One number per category, -128..127; a category without a number says nothing (AR4SI -10 §2.3).
 *
 * @param claims never empty on the wire
 */
public record TrustVector(Map<TrustCategory, Integer> claims) {
    public TrustVector {
        EnumMap<TrustCategory, Integer> copy = new EnumMap<>(TrustCategory.class);
        copy.putAll(claims);
        copy.values().forEach(TrustTier::ofClaim);
        claims = java.util.Collections.unmodifiableMap(copy);
    }

    /** The worst tier of all claims; NONE when there is no claim. */
    public TrustTier tier() {
        TrustTier worst = TrustTier.NONE;
        for (int claim : claims.values()) {
            worst = worst.worst(TrustTier.ofClaim(claim));
        }
        return worst;
    }
}
