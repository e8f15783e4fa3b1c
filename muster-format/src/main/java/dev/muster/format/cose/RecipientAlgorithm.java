package dev.muster.format.cose;

import dev.muster.format.crypto.HashName;
import java.util.Optional;

/** How a recipient comes to the content key (RFC 9053 §6). */
public enum RecipientAlgorithm {
    /** The shared key is the content key. */
    DIRECT(-6, Agreement.NONE, HashName.SHA256, 0),
    DIRECT_HKDF_SHA_256(-10, Agreement.SHARED_SECRET, HashName.SHA256, 0),
    DIRECT_HKDF_SHA_512(-11, Agreement.SHARED_SECRET, HashName.SHA512, 0),
    /** The same with AES as the pseudo-random function of the expansion; nothing is extracted (RFC 9053 §5.1). */
    DIRECT_HKDF_AES_128(-12, Agreement.SHARED_AES, HashName.SHA256, 0),
    DIRECT_HKDF_AES_256(-13, Agreement.SHARED_AES, HashName.SHA256, 0),
    A128KW(-3, Agreement.NONE, HashName.SHA256, 16),
    A192KW(-4, Agreement.NONE, HashName.SHA256, 24),
    A256KW(-5, Agreement.NONE, HashName.SHA256, 32),
    ECDH_ES_HKDF_256(-25, Agreement.EPHEMERAL, HashName.SHA256, 0),
    ECDH_ES_HKDF_512(-26, Agreement.EPHEMERAL, HashName.SHA512, 0),
    ECDH_SS_HKDF_256(-27, Agreement.STATIC, HashName.SHA256, 0),
    ECDH_SS_HKDF_512(-28, Agreement.STATIC, HashName.SHA512, 0),
    ECDH_ES_A128KW(-29, Agreement.EPHEMERAL, HashName.SHA256, 16),
    ECDH_ES_A192KW(-30, Agreement.EPHEMERAL, HashName.SHA256, 24),
    ECDH_ES_A256KW(-31, Agreement.EPHEMERAL, HashName.SHA256, 32),
    ECDH_SS_A128KW(-32, Agreement.STATIC, HashName.SHA256, 16),
    ECDH_SS_A192KW(-33, Agreement.STATIC, HashName.SHA256, 24),
    ECDH_SS_A256KW(-34, Agreement.STATIC, HashName.SHA256, 32);

    /** Where the secret that a key is derived from comes from. */
    enum Agreement {
        NONE,
        SHARED_SECRET,
        SHARED_AES,
        EPHEMERAL,
        STATIC
    }

    private final long id;
    private final Agreement agreement;
    private final HashName hash;
    private final int wrapBytes;

    RecipientAlgorithm(long id, Agreement agreement, HashName hash, int wrapBytes) {
        this.id = id;
        this.agreement = agreement;
        this.hash = hash;
        this.wrapBytes = wrapBytes;
    }

    /** The number in the registry. */
    public long id() {
        return id;
    }

    /** The hash of the key derivation. */
    public HashName hash() {
        return hash;
    }

    /** Bytes of the key that wraps the content key, 0 when nothing is wrapped. */
    public int wrapBytes() {
        return wrapBytes;
    }

    /** Bytes of the AES key that expands, for the two that expand by AES. */
    int expandBytes() {
        return this == DIRECT_HKDF_AES_128 ? 16 : 32;
    }

    /** True when the content key is the recipient's own or derived: then there is only this recipient (RFC 9052 §8.5). */
    boolean direct() {
        return wrapBytes == 0;
    }

    /** True when no header of the recipient enters the computation, so that none may claim to be protected. */
    boolean unprotected() {
        return agreement == Agreement.NONE;
    }

    Agreement agreement() {
        return agreement;
    }

    /** The key wrap algorithm with the same key length. */
    RecipientAlgorithm wrapping() {
        return switch (wrapBytes) {
            case 16 -> A128KW;
            case 24 -> A192KW;
            case 32 -> A256KW;
            default -> throw new IllegalStateException(this + " wraps nothing");
        };
    }

    /** The algorithm with this number, if it is known here. */
    public static Optional<RecipientAlgorithm> of(long id) {
        for (RecipientAlgorithm algorithm : values()) {
            if (algorithm.id == id) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
