package dev.muster.core.attestation.tpm;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.HmacSha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * Secrets that a TPM has to open, which nobody has to remember: the ticket that comes with one says when it ends, and the
 * secret is an HMAC over the ticket, the organisation, the device and both keys. The ticket says nothing of the secret. That a
 * ticket is used once is kept by the ledger.
 *
 * @param key at least 32 random bytes
 */
public record Activations(byte[] key) {
    /** A slow TPM takes seconds for an RSA key; a device that was interrupted asks again. */
    public static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final int TICKET_BYTES = 24;
    private static final byte[] PURPOSE = "muster tpm credential\0".getBytes(StandardCharsets.US_ASCII);

    /** A ticket and the secret that goes with it. */
    public record Made(byte[] ticket, byte[] secret) {}

    public Activations {
        key = key.clone();
    }

    /**
     * @param endorsement digest of the endorsement key
     * @param name of the attestation key
     */
    public Made make(OrgId org, DeviceId device, String endorsement, byte[] name, Instant now, RandomGenerator random) {
        byte[] ticket = ByteBuffer.allocate(TICKET_BYTES)
                .putLong(now.plus(LIFETIME).toEpochMilli())
                .putLong(random.nextLong())
                .putLong(random.nextLong())
                .array();
        return new Made(ticket, secret(org, device, endorsement, name, ticket));
    }

    /** When a ticket ends; long ago for bytes that are none. */
    public static Instant ends(byte[] ticket) {
        return ticket.length == TICKET_BYTES
                ? Instant.ofEpochMilli(Math.clamp(ByteBuffer.wrap(ticket).getLong(), 0, Long.MAX_VALUE / 1_000_000))
                : Instant.EPOCH;
    }

    /** Whether this is the secret that went with the ticket for these two keys of this device. */
    public boolean holds(OrgId org, DeviceId device, String endorsement, byte[] name, byte[] ticket, byte[] secret) {
        return MessageDigest.isEqual(secret(org, device, endorsement, name, ticket), secret);
    }

    private byte[] secret(OrgId org, DeviceId device, String endorsement, byte[] name, byte[] ticket) {
        // Neither an organisation nor a device id can hold a zero byte, so the parts cannot run into one another.
        byte[] names =
                (org.value() + "\0" + device.value() + "\0" + endorsement + "\0").getBytes(StandardCharsets.UTF_8);
        return HmacSha256.of(key, PURPOSE, names, ticket, name);
    }
}
