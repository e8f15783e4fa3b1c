package dev.muster.format.attest.eat;

import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.Curve;
import dev.muster.format.crypto.HashName;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.format.json.Json;
import dev.muster.format.json.JsonException;
import dev.muster.format.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.util.Base64;
import java.util.Optional;

/**
 * A JWT in compact form (RFC 7519, RFC 7515). Reading does not verify. A token under no algorithm, under a shared key, or
 * with a critical header is not read: none of them is evidence here.
 *
 * @param algorithm ES256, ES384, ES512 or EdDSA
 * @param keyId as the header has it
 */
public record Jws(String algorithm, Optional<String> keyId, byte[] signed, byte[] payload, byte[] signature) {
    private static final int MAX_HEADER_CHARS = 8 * 1024;

    /** @throws EatException when the text is not one token with a signature of a public key */
    public static Jws parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.US_ASCII).strip();
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3 || parts[0].length() > MAX_HEADER_CHARS || text.length() > EatReader.MAX_BYTES) {
            throw new EatException("a JWT has three parts", "/", 0);
        }
        Json header = header(parts[0]);
        String algorithm = text(header, "alg").orElseThrow(() -> new EatException("no algorithm", "/header/alg", -1));
        if (scheme(algorithm).isEmpty()) {
            String why = algorithm.startsWith("RS") || algorithm.startsWith("PS")
                    ? " is of RSA, by which no token is verified here"
                    : " is not one of a public key";
            throw new EatException("the algorithm " + algorithm + why, "/header/alg", -1);
        }
        if (header instanceof Json.Obj object && object.get("crit").isPresent()) {
            throw new EatException("critical headers are not understood", "/header/crit", -1);
        }
        byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        return new Jws(
                algorithm, text(header, "kid"), signed, decoded(parts[1], "payload"), decoded(parts[2], "signature"));
    }

    private static Json header(String part) {
        try {
            return JsonReader.read(decoded(part, "header"));
        } catch (JsonException broken) {
            throw new EatException(broken.reason(), "/header" + broken.path(), -1);
        }
    }

    private static Optional<String> text(Json header, String name) {
        return header instanceof Json.Obj object
                ? object.get(name).filter(Json.Text.class::isInstance).map(value -> ((Json.Text) value).value())
                : Optional.empty();
    }

    private static byte[] decoded(String part, String name) {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException notBase64) {
            throw new EatException("not base64url", "/" + name, -1);
        }
    }

    private static Optional<SignatureScheme> scheme(String algorithm) {
        return switch (algorithm) {
            case "ES256" -> Optional.of(SignatureScheme.ecdsa(Curve.P256, HashName.SHA256));
            case "ES384" -> Optional.of(SignatureScheme.ecdsa(Curve.P384, HashName.SHA384));
            case "ES512" -> Optional.of(SignatureScheme.ecdsa(Curve.P521, HashName.SHA512));
            case "EdDSA", "Ed25519" -> Optional.of(SignatureScheme.ED25519);
            default -> Optional.empty();
        };
    }

    /** Whether this key signed it; a key of another kind than the algorithm's did not. */
    public boolean verifies(PublicKey key) {
        SignatureScheme scheme = scheme(algorithm).orElseThrow();
        return fits(key) && Crypto.standard().verify(scheme, key, signed, signature);
    }

    /** Whether a key is of the kind that the algorithm takes. */
    public boolean fits(PublicKey key) {
        if (key instanceof ECPublicKey ec) {
            Optional<Curve> curve = Curve.of(ec);
            return switch (algorithm) {
                case "ES256" -> curve.equals(Optional.of(Curve.P256));
                case "ES384" -> curve.equals(Optional.of(Curve.P384));
                case "ES512" -> curve.equals(Optional.of(Curve.P521));
                default -> false;
            };
        }
        return !algorithm.startsWith("ES")
                && (key instanceof EdECPublicKey || key.getAlgorithm().contains("Ed"));
    }
}
