package dev.muster.core.attestation;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.HmacSha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Nonces that carry their own proof: 8 bytes expiry in epoch milliseconds, 8 random bytes, and 16 bytes of HMAC-SHA-256
 * over these, the organisation and the device.
 *
 * <p>So a challenge costs the server no memory and no write, which an unhurried attacker with one valid certificate
 * could otherwise have it make without end; it survives a restart with the same key; and several servers with the same
 * key understand one another's. That a nonce is used once is kept by the ledger, see {@link Evidences}.
 *
 * @param key at least 32 random bytes
 */
public record Challenges(byte[] key) {
    /** How long a device may take to measure and answer: a slot of some hundred MiB on a slow flash. */
    public static final Duration LIFETIME = Duration.ofMinutes(2);

    public static final int NONCE_BYTES = 32;
    private static final int SIGNED_BYTES = 16;
    private static final int MIN_KEY_BYTES = 32;

    /** A nonce and when it ends. */
    public record Challenge(byte[] nonce, Instant expiresAt) {}

    public Challenges {
        if (key.length < MIN_KEY_BYTES) {
            throw new IllegalArgumentException("a challenge key has at least " + MIN_KEY_BYTES + " bytes");
        }
        key = key.clone();
    }

    public Challenge issue(OrgId org, DeviceId device, Instant now, RandomGenerator random) {
        Instant expiresAt = Instant.ofEpochMilli(now.plus(LIFETIME).toEpochMilli());
        byte[] signed = ByteBuffer.allocate(SIGNED_BYTES)
                .putLong(expiresAt.toEpochMilli())
                .putLong(random.nextLong())
                .array();
        byte[] nonce = Arrays.copyOf(signed, NONCE_BYTES);
        System.arraycopy(tag(org, device, signed), 0, nonce, SIGNED_BYTES, NONCE_BYTES - SIGNED_BYTES);
        return new Challenge(nonce, expiresAt);
    }

    /** When a nonce of ours for this device ends; empty when it is not one. The caller compares with the time. */
    public Optional<Instant> expiry(OrgId org, DeviceId device, byte[] nonce) {
        if (nonce.length != NONCE_BYTES) {
            return Optional.empty();
        }
        byte[] signed = Arrays.copyOf(nonce, SIGNED_BYTES);
        byte[] tag = Arrays.copyOf(tag(org, device, signed), NONCE_BYTES - SIGNED_BYTES);
        byte[] shown = Arrays.copyOfRange(nonce, SIGNED_BYTES, NONCE_BYTES);
        return MessageDigest.isEqual(tag, shown)
                ? Optional.of(Instant.ofEpochMilli(ByteBuffer.wrap(nonce).getLong()))
                : Optional.empty();
    }

    private byte[] tag(OrgId org, DeviceId device, byte[] signed) {
        // Neither an organisation nor a device id can hold a zero byte, so the parts cannot run into one another.
        byte[] names = (org.value() + "\0" + device.value() + "\0").getBytes(StandardCharsets.UTF_8);
        return HmacSha256.of(key, names, signed);
    }
}
