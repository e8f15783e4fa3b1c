package dev.muster.server.attestation.veraison;

import dev.muster.server.http.Json;
import dev.muster.server.http.Response;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a client is told before it asks: media types, paths, and the key that signs results. */
final class Discovery {
    private static final String MEDIA_TYPE = "application/vnd.veraison.discovery+json";
    private static final int P256_BYTES = 32;

    private Discovery() {}

    static Response of(Map<String, String> endpoints, List<String> mediaTypes, Optional<Map<String, String>> key) {
        Map<String, Object> told = new LinkedHashMap<>();
        key.ifPresent(one -> told.put("ear-verification-key", one));
        told.put("media-types", mediaTypes);
        told.put("version", "0.1");
        told.put("service-state", "READY");
        told.put("api-endpoints", endpoints);
        return Response.of(200, MEDIA_TYPE, Json.bytes(told));
    }

    /** A public key of P-256 as JWK (RFC 7518 §6.2). */
    static Map<String, String> jwk(PublicKey key, String id) {
        ECPublicKey ec = (ECPublicKey) key;
        Map<String, String> jwk = new LinkedHashMap<>();
        jwk.put("kty", "EC");
        jwk.put("crv", "P-256");
        jwk.put("alg", "ES256");
        jwk.put("kid", id);
        jwk.put("x", coordinate(ec.getW().getAffineX()));
        jwk.put("y", coordinate(ec.getW().getAffineY()));
        return jwk;
    }

    private static String coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] wide = new byte[P256_BYTES];
        int length = Math.min(bytes.length, P256_BYTES);
        System.arraycopy(bytes, bytes.length - length, wide, P256_BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(wide);
    }
}
