package dev.muster.server.access;

import dev.muster.format.crypto.HmacSha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Challenges that prove themselves: 8 bytes end in epoch milliseconds, 16 random bytes, 32 bytes of HMAC over both and the
 * purpose. Asking for one costs the server nothing that stays. The key ends with the process; whoever was signing in then
 * is asked once more.
 */
final class PasskeyChallenges {
    /** Long enough to find the key in a drawer. */
    static final Duration VALID = Duration.ofMinutes(5);

    private static final int RANDOM = 16;
    private static final int HEAD = Long.BYTES + RANDOM;
    private static final int LENGTH = HEAD + 32;

    private final SecureRandom random;
    private final byte[] key = new byte[32];

    PasskeyChallenges(SecureRandom random) {
        this.random = random;
        random.nextBytes(key);
    }

    /** @param purpose what it will be good for, and for whom; another purpose refuses it */
    byte[] make(String purpose, Instant now) {
        byte[] fresh = new byte[RANDOM];
        random.nextBytes(fresh);
        byte[] head = ByteBuffer.allocate(HEAD)
                .putLong(now.plus(VALID).toEpochMilli())
                .put(fresh)
                .array();
        return ByteBuffer.allocate(LENGTH).put(head).put(tag(head, purpose)).array();
    }

    boolean isOurs(byte[] challenge, String purpose, Instant now) {
        if (challenge.length != LENGTH) {
            return false;
        }
        byte[] head = Arrays.copyOf(challenge, HEAD);
        byte[] tag = Arrays.copyOfRange(challenge, HEAD, LENGTH);
        return MessageDigest.isEqual(tag, tag(head, purpose))
                && now.toEpochMilli() < ByteBuffer.wrap(head).getLong();
    }

    private byte[] tag(byte[] head, String purpose) {
        return HmacSha256.of(key, head, purpose.getBytes(StandardCharsets.UTF_8));
    }
}
