package dev.muster.cli.inspect;

import dev.muster.cli.CommandFailed;
import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.KeyOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keys of JWK, JWK sets (RFC 7517) and JSON test vectors, by way of their COSE_Key form. */
final class JsonWebKeys {
    private static final Map<String, Long> CURVES =
            Map.of("P-256", 1L, "P-384", 2L, "P-521", 3L, "X25519", 4L, "X448", 5L, "Ed25519", 6L, "Ed448", 7L);

    /** Algorithms of JOSE that sign nothing and have a number in COSE (RFC 7518 §3.1, §4.1, §5.1; RFC 9053). */
    private static final Map<String, Long> UNSIGNING = Map.of(
            "HS256", 5L, "HS384", 6L, "HS512", 7L, "A128KW", -3L, "A192KW", -4L, "A256KW", -5L, "dir", -6L, "A128GCM",
            1L, "A192GCM", 2L, "A256GCM", 3L);

    private static final int DEPTH_MOST = 8;

    private JsonWebKeys() {}

    static List<CoseKey> read(String json) {
        try {
            List<CoseKey> keys = new ArrayList<>();
            JsonMapper strict = JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();
            search(strict.readTree(json), 0, keys);
            return keys;
        } catch (JacksonException | MalformedException | IllegalArgumentException broken) {
            throw CommandFailed.because("the JWK cannot be read: " + broken.getMessage());
        }
    }

    /** Keys stand alone, in a set, or somewhere inside a test vector. */
    private static void search(JsonNode json, int depth, List<CoseKey> keys) {
        if (json.path("kty").isString()) {
            add(json, keys);
        } else if (depth < DEPTH_MOST) {
            json.forEach(child -> search(child, depth + 1, keys));
        }
    }

    private static void add(JsonNode jwk, List<CoseKey> keys) {
        CborMapBuilder key = Cbor.map();
        String type = jwk.path("kty").asString("");
        switch (type) {
            case "oct" -> key.put(1, 4).put(-1, bytes(jwk, "k"));
            case "RSA" -> key.put(1, 3).put(-1, bytes(jwk, "n")).put(-2, bytes(jwk, "e"));
            case "AKP" -> key.put(1, 7).put(-1, bytes(jwk, "pub"));
            case "EC", "OKP" -> {
                Long curve = CURVES.get(jwk.path("crv").asString(""));
                if (curve == null) {
                    return;
                }
                key.put(1, type.equals("EC") ? 2 : 1).put(-1, curve).put(-2, bytes(jwk, "x"));
                if (type.equals("EC")) {
                    key.put(-3, bytes(jwk, "y"));
                }
                if (jwk.has("d") || jwk.has("d_hex")) {
                    key.put(-4, bytes(jwk, "d"));
                }
            }
            default -> {
                return;
            }
        }
        limits(jwk, key);
        keys.add(new CoseKey(key.build()));
    }

    /**
     * What the key says that it may be used for (RFC 7517 §4.2 to §4.4) binds it as a COSE_Key's own words do. An algorithm or
     * an operation without a number in COSE is kept by its name: it is not one of those, and no other may take its place.
     * {@code use} of a shared secret is passed over: test vectors say "enc" of those for authentication codes too.
     */
    private static void limits(JsonNode jwk, CborMapBuilder key) {
        if (jwk.has("alg")) {
            key.put(3, algorithm(jwk.path("alg").asString("")));
        }
        List<Cbor> operations = new ArrayList<>();
        jwk.path("key_ops").forEach(each -> operations.add(operation(each.asString(""))));
        if (jwk.has("key_ops")) {
            key.put(4, Cbor.array(operations));
        } else if (jwk.path("use").asString("").equals("enc")
                && !jwk.path("kty").asString("").equals("oct")) {
            key.put(4, Cbor.array(Cbor.of(KeyOperation.DERIVE_KEY.id()), Cbor.of(KeyOperation.DERIVE_BITS.id())));
        }
    }

    private static Cbor algorithm(String name) {
        Optional<Long> signing = Arrays.stream(CoseAlgorithm.values())
                .filter(each -> each.label().equals(name))
                .map(CoseAlgorithm::id)
                .findFirst();
        return signing.or(() -> Optional.ofNullable(UNSIGNING.get(name)))
                .map(Cbor::of)
                .orElseGet(() -> Cbor.of(name));
    }

    private static Cbor operation(String name) {
        return Arrays.stream(KeyOperation.values())
                .filter(each -> each.label().equals(name))
                .findFirst()
                .map(each -> Cbor.of(each.id()))
                .orElseGet(() -> Cbor.of(name));
    }

    /** Coordinates in base64url, or in hex as COSE's test vectors write them. */
    private static byte[] bytes(JsonNode jwk, String field) {
        String hex = jwk.path(field + "_hex").asString("");
        return hex.isEmpty()
                ? Base64.getUrlDecoder().decode(jwk.path(field).asString(""))
                : HexFormat.of().parseHex(hex);
    }
}
