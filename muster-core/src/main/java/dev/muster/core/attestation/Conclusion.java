package dev.muster.core.attestation;

import dev.muster.format.attest.ear.TrustCategory;
import dev.muster.format.attest.ear.TrustClaims;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a scheme concludes.
 *
 * @param vector claims of AR4SI; a category that is not there was not looked at
 * @param reasons beside the decisive one, which the appraiser gives
 * @param skipped what was not looked at, one sentence each
 */
public record Conclusion(Map<TrustCategory, Integer> vector, List<Reason> reasons, List<String> skipped) {
    public Conclusion {
        vector = Map.copyOf(vector);
        reasons = List.copyOf(reasons);
        skipped = List.copyOf(skipped);
    }

    /** The claims every scheme begins with: an instance whose key is known, and one category by how it compared. */
    public static Map<TrustCategory, Integer> about(
            TrustCategory category, int agrees, int contradicts, Compared compared) {
        Map<TrustCategory, Integer> vector = new EnumMap<>(TrustCategory.class);
        vector.put(TrustCategory.INSTANCE_IDENTITY, TrustClaims.INSTANCE_TRUSTWORTHY);
        vector.put(
                category,
                switch (compared) {
                    case Compared.Agrees agreed -> agrees;
                    case Compared.Differs differing -> contradicts;
                    case Compared.Revoked revoked -> contradicts;
                    case Compared.Between between -> TrustClaims.NO_CLAIM;
                    case Compared.Partly partly -> TrustClaims.NO_CLAIM;
                    case Compared.NotCompared open -> TrustClaims.NO_CLAIM;
                    case Compared.Ended ended -> TrustClaims.NO_CLAIM;
                    case Compared.NothingThere nothing -> TrustClaims.NO_CLAIM;
                });
        return vector;
    }
}
