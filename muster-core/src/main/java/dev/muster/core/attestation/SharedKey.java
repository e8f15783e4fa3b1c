package dev.muster.core.attestation;

import dev.muster.format.MalformedException;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cose.CoseException;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseMac0;
import dev.muster.format.cose.CoseMacVerifier;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.HmacSha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * A key that one device's root of trust and the verifier have both (RFC 9783 §5, COSE_Mac0). Whoever has a copy of it can
 * make evidence up, so what it proves has a word of its own: {@link Proof#SHARED_KEY}.
 *
 * @param key COSE_Key of the type Symmetric
 */
public record SharedKey(CoseKey key) {
    /** HMAC 256/256, 384/384 and 512/512: a token under a tag cut short, or under another MAC, is not believed. */
    public static final Set<Long> ALGORITHMS = Set.of(5L, 6L, 7L);

    /** As long as the shortest of these hashes: a shorter key is weaker than its tag. */
    public static final int MIN_BYTES = 32;

    /** The block of SHA-512: a longer key is hashed first and gains nothing. */
    public static final int MAX_BYTES = 128;

    /** What every result under such a key says beside. */
    public static final String REMARK =
            "The evidence is under a key that the verifier has too: whoever has a copy could have made it.";

    private static final byte[] NONE = {};
    private static final byte[] PREFIX = "muster-shared-key:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LABEL = "muster attestation key id".getBytes(StandardCharsets.US_ASCII);

    /** @throws IllegalArgumentException when the key is none that tokens can be checked with, in one sentence */
    public SharedKey {
        byte[] secret = secret(key);
        if (secret.length < MIN_BYTES || secret.length > MAX_BYTES) {
            throw new IllegalArgumentException("a shared key has " + MIN_BYTES + ".." + MAX_BYTES + " bytes");
        }
        if (ALGORITHMS.stream().noneMatch(key::allows)) {
            throw new IllegalArgumentException(
                    "the key is for another algorithm than HMAC 256/256 (5), 384/384 (6) and 512/512 (7)");
        }
    }

    /** @throws IllegalArgumentException when the bytes are no COSE_Key of this kind */
    public static SharedKey parse(byte[] coseKey) {
        try {
            return new SharedKey(CoseKey.parse(coseKey));
        } catch (MalformedException unreadable) {
            throw new IllegalArgumentException("not a COSE_Key: " + unreadable.getMessage(), unreadable);
        }
    }

    private static byte[] secret(CoseKey key) {
        try {
            return key.k();
        } catch (CoseException other) {
            throw new IllegalArgumentException("the key is not a symmetric one", other);
        }
    }

    /** What the key is called without giving it away: 32 bytes that only its holders can make. */
    public byte[] id() {
        return HmacSha256.of(key.k(), LABEL);
    }

    /** What stands in an entry where evidence under a public key has that key. */
    public byte[] name() {
        return name(id());
    }

    static byte[] name(byte[] id) {
        byte[] name = Arrays.copyOf(PREFIX, PREFIX.length + id.length);
        System.arraycopy(id, 0, name, PREFIX.length, id.length);
        return name;
    }

    /** The id in a name; empty when it is a public key. */
    public static Optional<byte[]> named(byte[] name) {
        return name.length > PREFIX.length && Arrays.equals(name, 0, PREFIX.length, PREFIX, 0, PREFIX.length)
                ? Optional.of(Arrays.copyOfRange(name, PREFIX.length, name.length))
                : Optional.empty();
    }

    /** Whether a holder of this key made the message, under an algorithm that counts and that the key is for. */
    public boolean verifies(CoseMac0 message) {
        boolean known = message.headers()
                .protectedMap()
                .get(HeaderLabel.ALG)
                .filter(named -> ALGORITHMS.stream().anyMatch(id -> named.equals(Cbor.of(id))))
                .isPresent();
        return known
                && CoseMacVerifier.of(Crypto.standard(), CoseProfile.STRICT)
                        .verify(message, key, NONE, Optional.empty())
                        .valid();
    }
}
