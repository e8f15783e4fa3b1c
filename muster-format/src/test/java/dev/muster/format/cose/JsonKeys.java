package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborMapBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Keys as the cose-wg examples write them: JWK with base64url or with {@code _hex} beside it. */
final class JsonKeys {
    private static final Map<String, Integer> CURVES =
            Map.of("P-256", 1, "P-384", 2, "P-521", 3, "X25519", 4, "X448", 5, "Ed25519", 6, "Ed448", 7);

    private JsonKeys() {}

    static CoseKey key(JsonNode json) {
        CborMapBuilder out = Cbor.map();
        if (json.has("kid")) {
            out.put(CoseKey.KID, json.get("kid").asString().getBytes(StandardCharsets.UTF_8));
        }
        switch (json.get("kty").asString()) {
            case "oct" -> out.put(CoseKey.KTY, CoseKey.SYMMETRIC).put(CoseKey.K, bytes(json, "k"));
            case "EC" -> {
                out.put(CoseKey.KTY, CoseKey.EC2)
                        .put(CoseKey.CRV, CURVES.get(json.get("crv").asString()));
                out.put(CoseKey.X, bytes(json, "x")).put(CoseKey.Y, bytes(json, "y"));
            }
            case "HSS-LMS" ->
                out.put(CoseKey.KTY, CoseKey.HSS_LMS)
                        .put(CoseKey.PUB, hex(json.get("public").asString()));
            default -> {
                out.put(CoseKey.KTY, CoseKey.OKP)
                        .put(CoseKey.CRV, CURVES.get(json.get("crv").asString()));
                out.put(CoseKey.X, bytes(json, "x"));
            }
        }
        if (json.has("d") || json.has("d_hex")) {
            out.put(CoseKey.D, bytes(json, "d"));
        }
        return new CoseKey(out.build());
    }

    /** Without its identifier: some examples name the key of a recipient otherwise than the message does. */
    static CoseKey unnamed(JsonNode json) {
        CborMapBuilder out = Cbor.map();
        key(json).map().entries().stream()
                .filter(entry -> !entry.key().equals(Cbor.of(CoseKey.KID)))
                .forEach(entry -> out.put(entry.key(), entry.value()));
        return new CoseKey(out.build());
    }

    /** The examples give the whole IV: the base is what the partial IV is added to. */
    static CoseKey withBaseIv(CoseKey key, String whole, String partial) {
        byte[] base = hex(whole);
        byte[] end = hex(partial);
        for (int i = 0; i < end.length; i++) {
            base[base.length - end.length + i] ^= end[i];
        }
        return new CoseKey(
                Cbor.map().putAll(key.map()).put(CoseKey.BASE_IV, base).build());
    }

    private static byte[] bytes(JsonNode json, String name) {
        return json.has(name)
                ? Base64.getUrlDecoder().decode(json.get(name).asString())
                : hex(json.get(name + "_hex").asString());
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
