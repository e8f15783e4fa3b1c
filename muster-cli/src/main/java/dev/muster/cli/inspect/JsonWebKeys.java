package dev.muster.cli.inspect;

import dev.muster.cli.CommandFailed;
import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cose.CoseKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Public keys of JWK and JWK sets (RFC 7517), by way of their COSE_Key form. */
final class JsonWebKeys {
    private static final Map<String, Long> CURVES =
            Map.of("P-256", 1L, "P-384", 2L, "P-521", 3L, "Ed25519", 6L, "Ed448", 7L);

    private JsonWebKeys() {}

    static List<PublicKey> read(String json) {
        try {
            JsonNode root = JsonMapper.builder().build().readTree(json);
            List<PublicKey> keys = new ArrayList<>();
            if (root.has("keys")) {
                root.get("keys").forEach(k -> add(k, keys));
            } else {
                add(root, keys);
            }
            return keys;
        } catch (JacksonException | MalformedException | IllegalArgumentException broken) {
            throw CommandFailed.because("the JWK cannot be read: " + broken.getMessage());
        }
    }

    private static void add(JsonNode jwk, List<PublicKey> keys) {
        Long curve = CURVES.get(jwk.path("crv").asString(""));
        if (curve == null) {
            return;
        }
        boolean ec = jwk.path("kty").asString("").equals("EC");
        CborMapBuilder key = Cbor.map().put(1, ec ? 2 : 1).put(-1, curve).put(-2, bytes(jwk, "x"));
        if (ec) {
            key.put(-3, bytes(jwk, "y"));
        }
        keys.add(new CoseKey(key.build()).publicKey());
    }

    private static byte[] bytes(JsonNode jwk, String field) {
        return Base64.getUrlDecoder().decode(jwk.path(field).asString(""));
    }
}
