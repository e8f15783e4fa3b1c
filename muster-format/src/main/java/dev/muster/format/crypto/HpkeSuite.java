package dev.muster.format.crypto;

/** Suites of HPKE (RFC 9180 §7): a KEM on a curve, a KDF and an AEAD, by their registered numbers. */
public enum HpkeSuite {
    P256_SHA256_A128GCM(0x10, 1, 1, 32),
    P256_SHA256_A256GCM(0x10, 1, 2, 32),
    P384_SHA384_A256GCM(0x11, 2, 2, 48),
    P521_SHA512_A256GCM(0x12, 3, 2, 66),
    X25519_SHA256_A128GCM(0x20, 1, 1, 32),
    X25519_SHA256_CHACHA20_POLY1305(0x20, 1, 3, 32),
    X448_SHA512_A256GCM(0x21, 3, 2, 56),
    X448_SHA512_CHACHA20_POLY1305(0x21, 3, 3, 56);

    private final int kem;
    private final int kdf;
    private final int aead;
    private final int width;

    HpkeSuite(int kem, int kdf, int aead, int width) {
        this.kem = kem;
        this.kdf = kdf;
        this.aead = aead;
        this.width = width;
    }

    /** Number of the KEM. */
    public int kem() {
        return kem;
    }

    /** Number of the KDF. */
    public int kdf() {
        return kdf;
    }

    /** Number of the AEAD. */
    public int aead() {
        return aead;
    }

    /** Bytes of a private key, and of one coordinate of a public key. */
    public int width() {
        return width;
    }

    /** True on a NIST curve, where a public key is an uncompressed point; false on X25519 and X448. */
    public boolean nist() {
        return kem < 0x20;
    }

    /** Bytes of a public key and of an encapsulated key. */
    public int publicBytes() {
        return nist() ? 1 + 2 * width : width;
    }
}
