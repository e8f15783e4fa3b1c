package dev.muster.core.attestation;

import dev.muster.format.attest.cmw.Cmw;
import dev.muster.format.attest.cmw.CmwWriter;
import dev.muster.format.attest.ear.Ear;
import dev.muster.format.attest.ear.EarAppraisal;
import dev.muster.format.attest.ear.TrustCategory;
import dev.muster.format.attest.ear.TrustVector;
import dev.muster.format.attest.ear.VerifierId;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An appraisal as an attestation result (draft-ietf-rats-ear-04), ready to be signed. */
public final class Results {
    /** Name of the attester in results of entries that do not say which scheme read them. */
    public static final String ATTESTER = "linux-slots";

    /** How long a relying party may go by a result without asking again. */
    public static final Duration LIFETIME = Duration.ofHours(1);

    private Results() {}

    /**
     * @param withEvidence whether the evidence travels along, as a CMW record of CoAP content format 263
     */
    public static Ear ear(EvidenceAppraised event, VerifierId verifier, boolean withEvidence) {
        Map<TrustCategory, Integer> claims = new EnumMap<>(TrustCategory.class);
        for (TrustCategory category : TrustCategory.values()) {
            Integer claim = event.vector().get(category.word());
            if (claim != null) {
                claims.put(category, claim);
            }
        }
        EarAppraisal appraisal = new EarAppraisal(
                event.status(),
                Optional.of(new TrustVector(claims)),
                List.of(event.policy()),
                Optional.of(event.nonce()).filter(nonce -> nonce.length > 0),
                attesterClaims(event),
                verifierClaims(event));
        Optional<byte[]> evidence = withEvidence
                ? Optional.of(CmwWriter.encode(
                        new Cmw.Message(new Cmw.Type.Media(event.readAs()), event.evidence(), Cmw.EVIDENCE)))
                : Optional.empty();
        return new Ear(
                Ear.PROFILE,
                event.appraisedAt(),
                Optional.of(event.appraisedAt().plus(LIFETIME)),
                verifier,
                Optional.of(event.status()),
                evidence,
                Map.of(event.scheme().orElse(ATTESTER), appraisal),
                Optional.empty());
    }

    private static Map<String, String> attesterClaims(EvidenceAppraised event) {
        EvidenceAppraised.Software software = event.software();
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("swname", software.name());
        claims.put("swversion", software.version());
        claims.put("slot", software.slot());
        claims.put("claimed-strength", software.strength());
        claims.values().removeIf(String::isEmpty);
        return claims;
    }

    private static Map<String, String> verifierClaims(EvidenceAppraised event) {
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("reference-set", event.referenceSet());
        claims.put("strength", event.proved().word());
        event.match().ifPresent(match -> {
            claims.put("matched-manifest", match.corimId());
            claims.put("matched-tag", match.tag());
            claims.put("matched-version", match.version());
        });
        if (!event.reasons().isEmpty()) {
            claims.put("reason", event.reasons().getFirst().code());
        }
        claims.put("differences", Integer.toString(event.differencesTotal()));
        return claims;
    }
}
