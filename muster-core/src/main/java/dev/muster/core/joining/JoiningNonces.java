package dev.muster.core.joining;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.HmacSha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * What a device that has no certificate yet signs to show that its key is alive: 8 bytes of end in epoch milliseconds, 8 random
 * ones, and 16 of HMAC-SHA-256 over these and the organisation. A stranger's question for one costs a digest and nothing that
 * stays. It may be used again until it ends: the same request brings the same certificate, to whoever has its key.
 *
 * @param key at least 32 random bytes; servers that have the same understand one another's
 */
public record JoiningNonces(byte[] key) {
    /** A slow controller takes seconds to make a key and a signature; a device that was interrupted asks again. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final int BYTES = 32;
    private static final int SAID_BYTES = 16;
    private static final byte[] PURPOSE = "muster dice joining\0".getBytes(StandardCharsets.US_ASCII);

    public JoiningNonces {
        key = key.clone();
    }

    public byte[] make(OrgId org, Instant now, RandomGenerator random) {
        byte[] nonce = ByteBuffer.allocate(BYTES)
                .putLong(now.plus(LIFETIME).toEpochMilli())
                .putLong(random.nextLong())
                .array();
        System.arraycopy(tag(org, nonce), 0, nonce, SAID_BYTES, BYTES - SAID_BYTES);
        return nonce;
    }

    /** Whether this organisation gave it, and it has not ended. */
    public boolean holds(OrgId org, byte[] nonce, Instant now) {
        return nonce.length == BYTES
                && MessageDigest.isEqual(
                        Arrays.copyOf(tag(org, nonce), BYTES - SAID_BYTES),
                        Arrays.copyOfRange(nonce, SAID_BYTES, BYTES))
                && now.toEpochMilli() <= ByteBuffer.wrap(nonce).getLong();
    }

    private byte[] tag(OrgId org, byte[] nonce) {
        byte[] name = (org.value() + "\0").getBytes(StandardCharsets.UTF_8);
        return HmacSha256.of(key, PURPOSE, name, Arrays.copyOf(nonce, SAID_BYTES));
    }
}
