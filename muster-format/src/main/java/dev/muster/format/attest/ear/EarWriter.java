package dev.muster.format.attest.ear;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborMapBuilder;
import java.util.Map;
import java.util.TreeMap;

/** {@link Ear} to the deterministic claims of profile -04, the payload of a CWT. */
public final class EarWriter {
    private EarWriter() {}

    /** @throws IllegalArgumentException when the profile is neither {@link Ear#PROFILE} nor that before: older ones are only read */
    public static byte[] encode(Ear ear) {
        boolean before =
                ear.profile().equals(Ear.PROFILE_03) && ear.rawEvidence().isEmpty();
        if (!before && !ear.profile().equals(Ear.PROFILE)) {
            throw new IllegalArgumentException(
                    "only " + Ear.PROFILE + " is written, and what " + Ear.PROFILE_03 + " has too");
        }
        CborMapBuilder submods = Cbor.map();
        ear.submods().forEach((name, appraisal) -> submods.put(name, appraisal(appraisal)));
        CborMapBuilder map = Cbor.map()
                .put(CodePoints.PROFILE, ear.profile())
                .put(CodePoints.IAT, ear.issuedAt().getEpochSecond())
                .put(
                        CodePoints.VERIFIER_ID,
                        Cbor.map()
                                .put(CodePoints.DEVELOPER, ear.verifier().developer())
                                .put(CodePoints.BUILD, ear.verifier().build())
                                .build())
                .put(CodePoints.SUBMODS, submods.build());
        ear.expiresAt().ifPresent(time -> map.put(CodePoints.EXP, time.getEpochSecond()));
        ear.status().ifPresent(status -> map.put(CodePoints.STATUS, status.value()));
        ear.rawEvidence().ifPresent(record -> map.put(CodePoints.RAW_EVIDENCE, Cbor.parse(record)));
        ear.nonce().ifPresent(nonce -> map.put(CodePoints.NONCE, nonce));
        return map.build().encoded();
    }

    private static CborMap appraisal(EarAppraisal appraisal) {
        CborMapBuilder map =
                Cbor.map().put(CodePoints.STATUS, appraisal.status().value());
        appraisal.vector().filter(vector -> !vector.claims().isEmpty()).ifPresent(vector -> {
            CborMapBuilder claims = Cbor.map();
            vector.claims().forEach((category, claim) -> claims.put(category.key(), (long) claim));
            map.put(CodePoints.TRUST_VECTOR, claims.build());
        });
        if (!appraisal.policyIds().isEmpty()) {
            map.put(
                    CodePoints.POLICY_IDS,
                    Cbor.array(appraisal.policyIds().stream().map(Cbor::of).toList()));
        }
        appraisal.nonce().ifPresent(nonce -> map.put(CodePoints.NONCE, nonce));
        putTexts(map, CodePoints.ATTESTER_CLAIMS, appraisal.attesterClaims());
        putTexts(map, CodePoints.VERIFIER_CLAIMS, appraisal.verifierClaims());
        return map.build();
    }

    private static void putTexts(CborMapBuilder map, long key, Map<String, String> texts) {
        if (texts.isEmpty()) {
            return;
        }
        CborMapBuilder claims = Cbor.map();
        new TreeMap<>(texts).forEach(claims::put);
        map.put(key, claims.build());
    }
}
