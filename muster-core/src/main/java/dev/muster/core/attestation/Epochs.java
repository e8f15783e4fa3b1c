package dev.muster.core.attestation;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.HmacSha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Handles for devices that cannot ask for a nonce (RFC 9334 §10.3): every hour of an organisation has an id that nobody can
 * say before it begins, 8 bytes with its number and 24 bytes of HMAC-SHA-256 over organisation and number. Evidence over it
 * is no older than its epoch.
 *
 * <p>Like {@link Challenges} nothing is remembered: a server that was started anew, and others with the same key, know the
 * same epochs.
 *
 * @param key at least 32 random bytes
 */
public record Epochs(byte[] key) {
    /** A device that sleeps for an hour hears of one in time; what is shown is at most twice as old. */
    public static final Duration LENGTH = Duration.ofHours(1);

    /** As long as a nonce of a PSA token may be (RFC 9783 §4.1.1). */
    public static final int ID_BYTES = 32;

    /**
     * @param ends when the next one begins; until that one ends the id counts
     */
    public record Epoch(byte[] id, Instant begins, Instant ends) {
        /** When evidence over it counts no longer. */
        public Instant over() {
            return ends.plus(LENGTH);
        }
    }

    public Epochs {
        key = key.clone();
    }

    /** The epoch of a moment. */
    public Epoch at(OrgId org, Instant now) {
        return numbered(org, Math.floorDiv(now.getEpochSecond(), LENGTH.toSeconds()));
    }

    /** The epoch that evidence is over, past or to come; empty when the nonce is no id of this organisation. */
    public Optional<Epoch> find(OrgId org, byte[] nonce) {
        if (nonce.length != ID_BYTES) {
            return Optional.empty();
        }
        long number = ByteBuffer.wrap(nonce).getLong();
        if (number < 0 || number > Instant.MAX.getEpochSecond() / LENGTH.toSeconds() - 2) {
            return Optional.empty();
        }
        Epoch epoch = numbered(org, number);
        return MessageDigest.isEqual(epoch.id(), nonce) ? Optional.of(epoch) : Optional.empty();
    }

    private Epoch numbered(OrgId org, long number) {
        byte[] counted = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        // No organisation has a zero in its name; what is sealed for challenges is longer.
        byte[] tag = HmacSha256.of(key, ("epoch\0" + org.value() + "\0").getBytes(StandardCharsets.UTF_8), counted);
        byte[] id = Arrays.copyOf(counted, ID_BYTES);
        System.arraycopy(tag, 0, id, Long.BYTES, ID_BYTES - Long.BYTES);
        Instant begins = Instant.ofEpochSecond(number * LENGTH.toSeconds());
        return new Epoch(id, begins, begins.plus(LENGTH));
    }
}
