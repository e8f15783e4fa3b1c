package dev.muster.cli.inspect;

import dev.muster.cli.CommandFailed;
import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cose.CoseKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keys of JWK, JWK sets (RFC 7517) and JSON test vectors, by way of their COSE_Key form. */
final class JsonWebKeys {
    private static final Map<String, Long> CURVES =
            Map.of("P-256", 1L, "P-384", 2L, "P-521", 3L, "Ed25519", 6L, "Ed448", 7L);

    private static final int DEPTH_MOST = 8;

    private JsonWebKeys() {}

    static List<CoseKey> read(String json) {
        try {
            List<CoseKey> keys = new ArrayList<>();
            search(JsonMapper.builder().build().readTree(json), 0, keys);
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
        String type = jwk.path("kty").asString("");
        if (type.equals("oct")) {
            keys.add(new CoseKey(Cbor.map().put(1, 4).put(-1, bytes(jwk, "k")).build()));
            return;
        }
        Long curve = CURVES.get(jwk.path("crv").asString(""));
        if (curve == null) {
            return;
        }
        boolean ec = type.equals("EC");
        CborMapBuilder key = Cbor.map().put(1, ec ? 2 : 1).put(-1, curve).put(-2, bytes(jwk, "x"));
        if (ec) {
            key.put(-3, bytes(jwk, "y"));
        }
        if (jwk.has("d") || jwk.has("d_hex")) {
            key.put(-4, bytes(jwk, "d"));
        }
        keys.add(new CoseKey(key.build()));
    }

    /** Coordinates in base64url, or in hex as COSE's test vectors write them. */
    private static byte[] bytes(JsonNode jwk, String field) {
        String hex = jwk.path(field + "_hex").asString("");
        return hex.isEmpty()
                ? Base64.getUrlDecoder().decode(jwk.path(field).asString(""))
                : HexFormat.of().parseHex(hex);
    }
}
