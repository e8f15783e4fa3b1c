package dev.muster.format.cose;

import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.HashName;
import dev.muster.format.crypto.SecretKeys;
import java.util.Optional;

/** Message authentication algorithms of the COSE registry (RFC 9053 §3). */
public enum MacAlgorithm {
    HMAC_256_64(4, Optional.of(HashName.SHA256), 32, 8),
    HMAC_256_256(5, Optional.of(HashName.SHA256), 32, 32),
    HMAC_384_384(6, Optional.of(HashName.SHA384), 48, 48),
    HMAC_512_512(7, Optional.of(HashName.SHA512), 64, 64),
    AES_MAC_128_64(14, Optional.empty(), 16, 8),
    AES_MAC_256_64(15, Optional.empty(), 32, 8),
    AES_MAC_128_128(25, Optional.empty(), 16, 16),
    AES_MAC_256_128(26, Optional.empty(), 32, 16);

    private final long id;

    @SuppressWarnings("ImmutableEnumChecker") // an enum constant or none
    private final Optional<HashName> hash;

    private final int keyBytes;
    private final int tagBytes;

    MacAlgorithm(long id, Optional<HashName> hash, int keyBytes, int tagBytes) {
        this.id = id;
        this.hash = hash;
        this.keyBytes = keyBytes;
        this.tagBytes = tagBytes;
    }

    /** The number in the registry. */
    public long id() {
        return id;
    }

    /** Bytes of a derived or fresh key. */
    public int keyBytes() {
        return keyBytes;
    }

    /** The algorithm with this number, if it is known here. */
    public static Optional<MacAlgorithm> of(long id) {
        for (MacAlgorithm algorithm : values()) {
            if (algorithm.id == id) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** HMAC takes keys of any length from the outside (RFC 9053 §3.1 only fixes derived ones); AES does not. */
    boolean fits(byte[] key) {
        return hash.isPresent() ? key.length > 0 : key.length == keyBytes;
    }

    byte[] tag(Crypto crypto, byte[] key, byte[] message) {
        return hash.isPresent()
                ? SecretKeys.hmac(crypto, hash.get(), key, message, tagBytes)
                : SecretKeys.cbcMac(crypto, key, message, tagBytes);
    }
}
