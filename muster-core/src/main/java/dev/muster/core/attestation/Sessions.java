package dev.muster.core.attestation;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.HmacSha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Sessions of verification that the server does not remember: the name of a session is its nonce and its end under the
 * server's seal, for one organisation. So whoever opens sessions without end costs nothing but time.
 *
 * @param key at least 32 random bytes
 */
public record Sessions(byte[] key) {
    /** As long as those of Veraison. */
    public static final Duration LIFETIME = Duration.ofSeconds(150);

    private static final int SEAL_BYTES = 16;
    private static final int LONGEST_NAME = 160;
    private static final int NONCE_MIN_BYTES = 8;
    private static final int NONCE_MAX_BYTES = 64;

    public record Session(byte[] nonce, Instant expiresAt) {}

    /** @param nonce 8..64 bytes */
    public Session open(byte[] nonce, Instant now) {
        if (!fits(nonce)) {
            throw new IllegalArgumentException("a nonce has 8..64 bytes, not " + nonce.length);
        }
        return new Session(nonce, Instant.ofEpochSecond(now.plus(LIFETIME).getEpochSecond()));
    }

    public static boolean fits(byte[] nonce) {
        return nonce.length >= NONCE_MIN_BYTES && nonce.length <= NONCE_MAX_BYTES;
    }

    /** The session's name, base64url. */
    public String name(OrgId org, Session session) {
        byte[] open = ByteBuffer.allocate(Long.BYTES + session.nonce().length)
                .putLong(session.expiresAt().getEpochSecond())
                .put(session.nonce())
                .array();
        byte[] sealed = Arrays.copyOf(open, open.length + SEAL_BYTES);
        System.arraycopy(seal(org, open), 0, sealed, open.length, SEAL_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /** The session with this name; empty when it is not one of ours for this organisation, or over. */
    public Optional<Session> find(OrgId org, String name, Instant now) {
        byte[] sealed;
        try {
            sealed = name.length() > LONGEST_NAME
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(name);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (sealed.length < Long.BYTES + NONCE_MIN_BYTES + SEAL_BYTES) {
            return Optional.empty();
        }
        byte[] open = Arrays.copyOf(sealed, sealed.length - SEAL_BYTES);
        byte[] shown = Arrays.copyOfRange(sealed, open.length, sealed.length);
        if (!MessageDigest.isEqual(Arrays.copyOf(seal(org, open), SEAL_BYTES), shown)) {
            return Optional.empty();
        }
        Session session = new Session(
                Arrays.copyOfRange(open, Long.BYTES, open.length),
                Instant.ofEpochSecond(ByteBuffer.wrap(open).getLong()));
        return now.isBefore(session.expiresAt()) ? Optional.of(session) : Optional.empty();
    }

    /** Not to be taken for a device's challenge: those have no such word before the organisation. */
    private byte[] seal(OrgId org, byte[] open) {
        return HmacSha256.of(key, ("session\0" + org.value() + "\0").getBytes(StandardCharsets.UTF_8), open);
    }
}
