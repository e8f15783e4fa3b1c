package dev.muster.format.attest.ear;

import dev.muster.format.json.Json;
import dev.muster.format.json.JsonException;
import dev.muster.format.json.JsonLimits;
import dev.muster.format.json.JsonReader;
import dev.muster.format.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The claims of a result in JSON, as a JWT carries them, to {@link Ear}; profiles -03 and -04, and that
 * of the Veraison project. Private claims are ignored.
 */
public final class EarJsonReader {
    private static final int MAX_SUBMODS = 256;
    private static final long YEAR_9999 = 253_402_300_799L;
    private static final JsonLimits LIMITS = new JsonLimits(16, 50_000, 4 * 1024 * 1024);

    private EarJsonReader() {}

    /** @throws EarException when the text is not an attestation result */
    public static Ear parse(byte[] text) {
        try {
            return ear(object(JsonReader.read(text, LIMITS), "/"));
        } catch (JsonException fault) {
            throw new EarException(fault.reason(), fault.path(), fault.offset());
        } catch (IllegalArgumentException refused) {
            throw new EarException(String.valueOf(refused.getMessage()), "/", -1);
        }
    }

    private static Ear ear(Json.Obj stated) {
        String profile = text(require(stated, "eat_profile"), "/eat_profile");
        boolean veraison = profile.equals(VeraisonEar.PROFILE);
        Json.Obj claims = veraison ? VeraisonEar.renamed(stated) : stated;
        boolean current = profile.equals(Ear.PROFILE);
        if (!current && !veraison && !profile.equals(Ear.PROFILE_03)) {
            throw new EarException("not a profile of attestation results: " + profile, "/eat_profile", -1);
        }
        Json.Obj id = object(require(claims, "ear_verifier_id"), "/ear_verifier_id");
        return new Ear(
                profile,
                seconds(require(claims, "iat"), "/iat"),
                claims.get("exp").map(end -> seconds(end, "/exp")),
                new VerifierId(
                        text(require(id, "developer"), "/ear_verifier_id/developer"),
                        text(require(id, "build"), "/ear_verifier_id/build")),
                claims.get("ear_status").map(status -> tier(status, "/ear_status")),
                claims.get("ear_raw_evidence").map(EarJsonReader::raw),
                submods(object(require(claims, "submods"), "/submods")),
                claims.get("eat_nonce").map(nonce -> bytes(nonce, "/eat_nonce")));
    }

    private static Map<String, EarAppraisal> submods(Json.Obj object) {
        if (object.members().size() > MAX_SUBMODS) {
            throw new EarException("more than " + MAX_SUBMODS + " appraisals", "/submods", -1);
        }
        Map<String, EarAppraisal> submods = new LinkedHashMap<>();
        object.members()
                .forEach((name, value) ->
                        submods.put(name, appraisal(object(value, "/submods/" + name), "/submods/" + name)));
        return submods;
    }

    private static EarAppraisal appraisal(Json.Obj claims, String path) {
        return new EarAppraisal(
                tier(require(claims, "ear_status"), path),
                claims.get("ear_trustworthiness_vector").map(vector -> vector(object(vector, path), path)),
                claims.get("ear_appraisal_policy_ids")
                        .map(ids -> ids(ids, path))
                        .orElse(List.of()),
                claims.get("eat_nonce").map(nonce -> bytes(nonce, path)),
                texts(claims.get("ear_attester_claims"), path),
                texts(claims.get("ear_verifier_claims"), path));
    }

    private static List<String> ids(Json value, String path) {
        if (!(value instanceof Json.Arr list)) {
            throw new EarException("policy ids are a list", path, -1);
        }
        List<String> ids = new ArrayList<>();
        list.elements().forEach(id -> ids.add(text(id, path)));
        return ids;
    }

    private static TrustVector vector(Json.Obj object, String path) {
        Map<TrustCategory, Integer> claims = new EnumMap<>(TrustCategory.class);
        object.members().forEach((name, value) -> claims.put(category(name, path), (int) number(value, path)));
        if (claims.isEmpty()) {
            throw new EarException("a trustworthiness vector is not empty", path, -1);
        }
        return new TrustVector(claims);
    }

    private static TrustCategory category(String name, String path) {
        for (TrustCategory category : TrustCategory.values()) {
            if (category.word().equals(name)) {
                return category;
            }
        }
        throw new EarException("no category is called " + name, path, -1);
    }

    private static TrustTier tier(Json value, String path) {
        String word = text(value, path);
        for (TrustTier tier : TrustTier.values()) {
            if (tier.word().equals(word)) {
                return tier;
            }
        }
        throw new EarException("no trust tier is called " + word, path, -1);
    }

    private static Map<String, String> texts(Optional<Json> value, String path) {
        Map<String, String> texts = new LinkedHashMap<>();
        value.map(claims -> object(claims, path))
                .ifPresent(object -> object.members()
                        .forEach((name, claim) -> texts.put(
                                name,
                                claim instanceof Json.Text text
                                        ? text.value()
                                        : new String(JsonWriter.compact(claim), StandardCharsets.UTF_8))));
        return texts;
    }

    /** Bytes in -03; in -04 a wrapper, which is kept as its JSON. */
    private static byte[] raw(Json value) {
        return value instanceof Json.Text ? bytes(value, "/ear_raw_evidence") : JsonWriter.compact(value);
    }

    private static Json require(Json.Obj object, String name) {
        return object.get(name).orElseThrow(() -> new EarException("no claim " + name, "/", -1));
    }

    private static Json.Obj object(Json value, String path) {
        if (value instanceof Json.Obj object) {
            return object;
        }
        throw new EarException("expected an object", path, -1);
    }

    private static String text(Json value, String path) {
        if (value instanceof Json.Text text) {
            return text.value();
        }
        throw new EarException("expected a text", path, -1);
    }

    private static long number(Json value, String path) {
        if (value instanceof Json.Num number) {
            try {
                return number.value().longValueExact();
            } catch (ArithmeticException notWhole) {
                throw new EarException("expected a whole number", path, -1);
            }
        }
        throw new EarException("expected a number", path, -1);
    }

    private static Instant seconds(Json value, String path) {
        long seconds = number(value, path);
        if (seconds < 0 || seconds > YEAR_9999) {
            throw new EarException("a time is epoch seconds up to the year 9999", path, -1);
        }
        return Instant.ofEpochSecond(seconds);
    }

    private static byte[] bytes(Json value, String path) {
        try {
            return Base64.getUrlDecoder().decode(text(value, path));
        } catch (IllegalArgumentException broken) {
            throw new EarException("not base64url", path, -1);
        }
    }
}
