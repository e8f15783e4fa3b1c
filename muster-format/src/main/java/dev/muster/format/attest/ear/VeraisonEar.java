package dev.muster.format.attest.ear;

import dev.muster.format.json.Json;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An attestation result as clients of the Veraison project read it: the profile {@code tag:github.com,2023:veraison/ear},
 * JSON only, with dots in the names of claims. What the newer drafts added has no place there.
 */
public final class VeraisonEar {
    public static final String PROFILE = "tag:github.com,2023:veraison/ear";

    private static final Map<String, String> NAMES = Map.of(
            "ear.verifier-id", "ear_verifier_id",
            "ear.raw-evidence", "ear_raw_evidence",
            "ear.status", "ear_status",
            "ear.trustworthiness-vector", "ear_trustworthiness_vector",
            "ear.appraisal-policy-id", "ear_appraisal_policy_ids");

    private VeraisonEar() {}

    /**
     * The claims.
     *
     * @param issuer whose references were compared with (RFC 7519 §4.1.1): one key signs for several, and what affirms for
     *     one of them says nothing to another
     */
    public static Json.Obj claims(Ear ear, String issuer) {
        Map<String, Json> claims = new LinkedHashMap<>();
        claims.put("eat_profile", Json.of(PROFILE));
        claims.put("iss", Json.of(issuer));
        claims.put("iat", Json.of(ear.issuedAt().getEpochSecond()));
        ear.expiresAt().ifPresent(end -> claims.put("exp", Json.of(end.getEpochSecond())));
        claims.put(
                "ear.verifier-id",
                new Json.Obj(new TreeMap<>(Map.of(
                        "developer", Json.of(ear.verifier().developer()),
                        "build", Json.of(ear.verifier().build())))));
        Map<String, Json> submods = new LinkedHashMap<>();
        ear.submods().forEach((name, appraisal) -> {
            appraisal
                    .nonce()
                    .ifPresent(nonce -> claims.put(
                            "eat_nonce",
                            Json.of(Base64.getUrlEncoder().withoutPadding().encodeToString(nonce))));
            submods.put(name, appraisal(appraisal));
        });
        claims.put("submods", new Json.Obj(submods));
        return new Json.Obj(claims);
    }

    /** The claims under the names that the drafts gave them later; what the drafts have not keeps its name. */
    static Json.Obj renamed(Json.Obj claims) {
        Map<String, Json> today = new LinkedHashMap<>();
        claims.members().forEach((name, value) -> {
            Json under = name.equals("submods") && value instanceof Json.Obj submods ? each(submods) : value;
            today.put(
                    NAMES.getOrDefault(name, name),
                    name.equals("ear.appraisal-policy-id") ? new Json.Arr(List.of(value)) : under);
        });
        return new Json.Obj(today);
    }

    private static Json each(Json.Obj submods) {
        Map<String, Json> today = new LinkedHashMap<>();
        submods.members()
                .forEach((name, one) -> today.put(name, one instanceof Json.Obj appraisal ? renamed(appraisal) : one));
        return new Json.Obj(today);
    }

    private static Json appraisal(EarAppraisal appraisal) {
        Map<String, Json> claims = new LinkedHashMap<>();
        claims.put("ear.status", Json.of(appraisal.status().word()));
        Map<String, Json> vector = new TreeMap<>();
        for (TrustCategory category : TrustCategory.values()) {
            vector.put(category.word(), Json.of(0));
        }
        appraisal
                .vector()
                .ifPresent(known ->
                        known.claims().forEach((category, claim) -> vector.put(category.word(), Json.of(claim))));
        claims.put("ear.trustworthiness-vector", new Json.Obj(vector));
        if (!appraisal.policyIds().isEmpty()) {
            claims.put("ear.appraisal-policy-id", Json.of(appraisal.policyIds().getFirst()));
        }
        return new Json.Obj(claims);
    }
}
