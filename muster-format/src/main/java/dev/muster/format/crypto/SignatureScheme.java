package dev.muster.format.crypto;

/** A signature algorithm with everything fixed: curve, hash and the shape of the signature. */
public enum SignatureScheme {
    ECDSA_P256_SHA256("SHA256withECDSA", "EC", 32),
    ECDSA_P384_SHA384("SHA384withECDSA", "EC", 48),
    ECDSA_P521_SHA512("SHA512withECDSA", "EC", 66),
    ED25519("Ed25519", "Ed25519", 0),
    ED448("Ed448", "Ed448", 0),
    ML_DSA_44("ML-DSA-44", "ML-DSA-44", 0),
    ML_DSA_65("ML-DSA-65", "ML-DSA-65", 0),
    ML_DSA_87("ML-DSA-87", "ML-DSA-87", 0);

    private final String jca;
    private final String keyJca;
    private final int width;

    SignatureScheme(String jca, String keyJca, int width) {
        this.jca = jca;
        this.keyJca = keyJca;
        this.width = width;
    }

    /** Name of the JCA {@code Signature}. */
    public String jca() {
        return jca;
    }

    /** Name of the JCA {@code KeyFactory} and {@code KeyPairGenerator}. */
    public String keyJca() {
        return keyJca;
    }

    /** Bytes of one ECDSA number, 0 when the signature is not a pair of numbers. */
    public int width() {
        return width;
    }
}
