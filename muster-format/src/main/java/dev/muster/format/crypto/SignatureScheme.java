package dev.muster.format.crypto;

import java.util.Optional;

/** A signature algorithm with everything fixed: curve, hash and the shape of the signature. */
public enum SignatureScheme {
    ECDSA_P256_SHA256(Curve.P256, HashName.SHA256),
    ECDSA_P384_SHA384(Curve.P384, HashName.SHA384),
    ECDSA_P521_SHA512(Curve.P521, HashName.SHA512),
    ED25519("Ed25519"),
    ED448("Ed448"),
    ML_DSA_44("ML-DSA-44"),
    ML_DSA_65("ML-DSA-65"),
    ML_DSA_87("ML-DSA-87"),
    /** Verification only (RFC 8554): the state of a signing key is not ours to keep. */
    HSS_LMS("LMS"),
    /** RSASSA-PSS with a salt as long as the hash, which is also the one of the mask (RFC 8230 §2). */
    RSA_PSS_SHA256(HashName.SHA256),
    RSA_PSS_SHA384(HashName.SHA384),
    RSA_PSS_SHA512(HashName.SHA512),
    // Other hashes than the curve's own: RFC 9053 §2.1 allows them, the strict profile does not.
    ECDSA_P256_SHA384(Curve.P256, HashName.SHA384),
    ECDSA_P256_SHA512(Curve.P256, HashName.SHA512),
    ECDSA_P384_SHA256(Curve.P384, HashName.SHA256),
    ECDSA_P384_SHA512(Curve.P384, HashName.SHA512),
    ECDSA_P521_SHA256(Curve.P521, HashName.SHA256),
    ECDSA_P521_SHA384(Curve.P521, HashName.SHA384);

    private final String jca;
    private final String keyJca;
    private final int width;
    private final Optional<Curve> curve;

    @SuppressWarnings("ImmutableEnumChecker") // an enum constant or none
    private final Optional<HashName> hash;

    SignatureScheme(Curve curve, HashName hash) {
        this.jca = hash.ecdsa();
        this.keyJca = "EC";
        this.width = curve.width();
        this.curve = Optional.of(curve);
        this.hash = Optional.of(hash);
    }

    SignatureScheme(HashName pss) {
        this.jca = "RSASSA-PSS";
        this.keyJca = "RSA";
        this.width = 0;
        this.curve = Optional.empty();
        this.hash = Optional.of(pss);
    }

    SignatureScheme(String jca) {
        this.jca = jca;
        this.keyJca = jca;
        this.width = 0;
        this.curve = Optional.empty();
        this.hash = Optional.empty();
    }

    /** The ECDSA scheme of a curve and a hash. */
    public static SignatureScheme ecdsa(Curve curve, HashName hash) {
        for (SignatureScheme scheme : values()) {
            if (scheme.curve.filter(curve::equals).isPresent()
                    && scheme.hash.filter(hash::equals).isPresent()) {
                return scheme;
            }
        }
        throw new IllegalArgumentException("no ECDSA scheme for " + curve + " and " + hash);
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

    /** The curve of an ECDSA scheme. */
    public Optional<Curve> curve() {
        return curve;
    }

    /** True for RSASSA-PSS, whose parameters are set apart from its name. */
    public boolean pss() {
        return keyJca.equals("RSA");
    }

    /** The hash of an ECDSA or RSASSA-PSS scheme. */
    public Optional<HashName> hash() {
        return hash;
    }
}
