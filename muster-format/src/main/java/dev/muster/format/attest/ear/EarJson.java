package dev.muster.format.attest.ear;

import dev.muster.format.attest.cmw.Cmw;
import dev.muster.format.attest.cmw.CmwReader;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.format.json.Json;
import dev.muster.format.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@link Ear} in its JSON form: the claims of profile -04 with their names, and the JWT that carries them (RFC 7519). */
public final class EarJson {
    /** RFC 9782, with the profile of EAR. */
    public static final String MEDIA_TYPE = "application/eat+jwt; eat_profile=\"" + Ear.PROFILE + "\"";

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private EarJson() {}

    /** The claims. */
    public static Json.Obj claims(Ear ear) {
        Map<String, Json> claims = new LinkedHashMap<>();
        claims.put("eat_profile", Json.of(ear.profile()));
        claims.put("iat", Json.of(ear.issuedAt().getEpochSecond()));
        ear.expiresAt().ifPresent(end -> claims.put("exp", Json.of(end.getEpochSecond())));
        ear.nonce().ifPresent(nonce -> claims.put("eat_nonce", bytes(nonce)));
        claims.put(
                "ear_verifier_id",
                object(Map.of(
                        "developer", Json.of(ear.verifier().developer()),
                        "build", Json.of(ear.verifier().build()))));
        ear.status().ifPresent(status -> claims.put("ear_status", Json.of(status.word())));
        ear.rawEvidence().ifPresent(record -> claims.put("ear_raw_evidence", wrapper(record)));
        Map<String, Json> submods = new LinkedHashMap<>();
        ear.submods().forEach((name, appraisal) -> submods.put(name, appraisal(appraisal)));
        claims.put("submods", new Json.Obj(submods));
        return new Json.Obj(claims);
    }

    private static Json appraisal(EarAppraisal appraisal) {
        Map<String, Json> claims = new LinkedHashMap<>();
        claims.put("ear_status", Json.of(appraisal.status().word()));
        appraisal.vector().filter(vector -> !vector.claims().isEmpty()).ifPresent(vector -> {
            Map<String, Json> words = new TreeMap<>();
            vector.claims().forEach((category, claim) -> words.put(category.word(), Json.of(claim)));
            claims.put("ear_trustworthiness_vector", new Json.Obj(words));
        });
        if (!appraisal.policyIds().isEmpty()) {
            claims.put(
                    "ear_appraisal_policy_ids",
                    Json.of(appraisal.policyIds().stream().map(Json::of).toList()));
        }
        appraisal.nonce().ifPresent(nonce -> claims.put("eat_nonce", bytes(nonce)));
        texts(claims, "ear_attester_claims", appraisal.attesterClaims());
        texts(claims, "ear_verifier_claims", appraisal.verifierClaims());
        return new Json.Obj(claims);
    }

    private static void texts(Map<String, Json> claims, String name, Map<String, String> texts) {
        if (!texts.isEmpty()) {
            Map<String, Json> values = new TreeMap<>();
            texts.forEach((key, value) -> values.put(key, Json.of(value)));
            claims.put(name, new Json.Obj(values));
        }
    }

    private static Json object(Map<String, Json> members) {
        return new Json.Obj(new TreeMap<>(members));
    }

    private static Json bytes(byte[] value) {
        return Json.of(BASE64URL.encodeToString(value));
    }

    /** A CMW record in JSON: {@code [type, value]}. */
    private static Json wrapper(byte[] record) {
        Cmw read = CmwReader.parse(record);
        if (read instanceof Cmw.Message message && message.type() instanceof Cmw.Type.Media media) {
            return Json.of(java.util.List.of(Json.of(media.type()), bytes(message.value())));
        }
        return bytes(record);
    }

    /** A JWT under ES256, with the thumbprint or name of the key as {@code kid}. */
    public static String jwt(Ear ear, PrivateKey key, String kid) {
        return jwt(claims(ear), key, kid);
    }

    /** The same of claims in another profile. */
    public static String jwt(Json.Obj claims, PrivateKey key, String kid) {
        return jwt(claims, key, Map.of("kid", Json.of(kid)));
    }

    /**
     * The same with certificates that say whose key it is (RFC 7515 §4.1.6).
     *
     * @param chain of the verifier, its own first, each in DER
     */
    public static String jwt(Json.Obj claims, PrivateKey key, List<byte[]> chain) {
        List<Json> encoded = new ArrayList<>();
        for (byte[] one : chain) {
            encoded.add(Json.of(Base64.getEncoder().encodeToString(one)));
        }
        return jwt(claims, key, Map.of("x5c", Json.of(encoded)));
    }

    private static String jwt(Json.Obj claims, PrivateKey key, Map<String, Json> whose) {
        Map<String, Json> members = new TreeMap<>(whose);
        members.put("alg", Json.of("ES256"));
        members.put("typ", Json.of("eat+jwt"));
        Json.Obj header = new Json.Obj(members);
        String signed = BASE64URL.encodeToString(JsonWriter.compact(header)) + "."
                + BASE64URL.encodeToString(JsonWriter.compact(claims));
        byte[] signature = Crypto.standard()
                .sign(SignatureScheme.ECDSA_P256_SHA256, key, signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + BASE64URL.encodeToString(signature);
    }
}
