package dev.muster.format.update.suit;

import java.util.Base64;
import java.util.Optional;

/**
 * A payload named by its content: {@code ni:///sha-256;<base64url>} (RFC 6920). A maker signs it without knowing which
 * server will hand the payload out, and a device asks the server it has.
 */
public final class ArtifactUri {
    private static final String PREFIX = "ni:///sha-256;";
    private static final int DIGEST_BYTES = 32;

    private ArtifactUri() {}

    /** @param sha256 32 bytes */
    public static String of(byte[] sha256) {
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256);
    }

    /** The SHA-256 that a URI names, 32 bytes; empty for any other URI. */
    public static Optional<byte[]> digest(String uri) {
        if (!uri.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] digest = Base64.getUrlDecoder().decode(uri.substring(PREFIX.length()));
            return digest.length == DIGEST_BYTES ? Optional.of(digest) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
