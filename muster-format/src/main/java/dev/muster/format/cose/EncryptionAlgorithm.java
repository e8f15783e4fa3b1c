package dev.muster.format.cose;

import dev.muster.format.crypto.ContentCipher;
import java.util.Optional;

/** Content encryption algorithms of the COSE registry (RFC 9053 §4; CTR and CBC from RFC 9459). */
public enum EncryptionAlgorithm {
    A128GCM(1, "AES/GCM/NoPadding", 16, 12, 16),
    A192GCM(2, "AES/GCM/NoPadding", 24, 12, 16),
    A256GCM(3, "AES/GCM/NoPadding", 32, 12, 16),
    AES_CCM_16_64_128(10, "AES/CCM/NoPadding", 16, 13, 8),
    AES_CCM_16_64_256(11, "AES/CCM/NoPadding", 32, 13, 8),
    AES_CCM_64_64_128(12, "AES/CCM/NoPadding", 16, 7, 8),
    AES_CCM_64_64_256(13, "AES/CCM/NoPadding", 32, 7, 8),
    CHACHA20_POLY1305(24, "ChaCha20-Poly1305", 32, 12, 16),
    AES_CCM_16_128_128(30, "AES/CCM/NoPadding", 16, 13, 16),
    AES_CCM_16_128_256(31, "AES/CCM/NoPadding", 32, 13, 16),
    AES_CCM_64_128_128(32, "AES/CCM/NoPadding", 16, 7, 16),
    AES_CCM_64_128_256(33, "AES/CCM/NoPadding", 32, 7, 16),
    A128CTR(-65534, "AES/CTR/NoPadding", 16, 16, 0),
    A192CTR(-65533, "AES/CTR/NoPadding", 24, 16, 0),
    A256CTR(-65532, "AES/CTR/NoPadding", 32, 16, 0),
    A128CBC(-65531, "AES/CBC/PKCS5Padding", 16, 16, 0),
    A192CBC(-65530, "AES/CBC/PKCS5Padding", 24, 16, 0),
    A256CBC(-65529, "AES/CBC/PKCS5Padding", 32, 16, 0);

    private final long id;

    @SuppressWarnings("ImmutableEnumChecker") // a record of a text and numbers
    private final ContentCipher cipher;

    EncryptionAlgorithm(long id, String transformation, int keyBytes, int nonceBytes, int tagBytes) {
        this.id = id;
        this.cipher = new ContentCipher(transformation, keyBytes, nonceBytes, tagBytes);
    }

    /** The number in the registry. */
    public long id() {
        return id;
    }

    /** The cipher and its sizes. */
    public ContentCipher cipher() {
        return cipher;
    }

    /** True for AEAD; CTR and CBC authenticate nothing and need a signature around them (RFC 9459 §4). */
    public boolean authenticates() {
        return cipher.authenticates();
    }

    /** The algorithm with this number, if it is known here. */
    public static Optional<EncryptionAlgorithm> of(long id) {
        for (EncryptionAlgorithm algorithm : values()) {
            if (algorithm.id == id) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
