package dev.muster.format.crypto;

/** The SHA-2 hashes that signatures, HMAC and HKDF are built on. */
public enum HashName {
    SHA256("SHA-256", "HmacSHA256", "HKDF-SHA256", "SHA256withECDSA", 32),
    SHA384("SHA-384", "HmacSHA384", "HKDF-SHA384", "SHA384withECDSA", 48),
    SHA512("SHA-512", "HmacSHA512", "HKDF-SHA512", "SHA512withECDSA", 64);

    private final String digest;
    private final String hmac;
    private final String hkdf;
    private final String ecdsa;
    private final int length;

    HashName(String digest, String hmac, String hkdf, String ecdsa, int length) {
        this.digest = digest;
        this.hmac = hmac;
        this.hkdf = hkdf;
        this.ecdsa = ecdsa;
        this.length = length;
    }

    /** Name of the JCA {@code MessageDigest}. */
    public String digest() {
        return digest;
    }

    /** Name of the JCA {@code Mac}. */
    public String hmac() {
        return hmac;
    }

    /** Name of the JCA {@code KDF}. */
    public String hkdf() {
        return hkdf;
    }

    /** Name of the JCA {@code Signature}. */
    public String ecdsa() {
        return ecdsa;
    }

    /** Name of the JCA {@code Signature} of BouncyCastle whose signatures follow from key and message (RFC 6979). */
    String repeatableEcdsa() {
        return name() + "withECDDSA";
    }

    /** Bytes of a digest. */
    public int length() {
        return length;
    }
}
