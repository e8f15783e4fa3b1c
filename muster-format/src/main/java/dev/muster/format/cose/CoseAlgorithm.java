package dev.muster.format.cose;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborInteger;
import dev.muster.format.crypto.Curve;
import dev.muster.format.crypto.HashName;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;

/** Signature algorithms of the COSE registry (RFC 9053, RFC 8230, RFC 8778, RFC 9864, RFC 9964). */
public enum CoseAlgorithm {
    ES256(-7, "ES256", SignatureScheme.ECDSA_P256_SHA256),
    ES384(-35, "ES384", SignatureScheme.ECDSA_P384_SHA384),
    ES512(-36, "ES512", SignatureScheme.ECDSA_P521_SHA512),
    ESP256(-9, "ESP256", SignatureScheme.ECDSA_P256_SHA256),
    ESP384(-51, "ESP384", SignatureScheme.ECDSA_P384_SHA384),
    ESP512(-52, "ESP512", SignatureScheme.ECDSA_P521_SHA512),
    EDDSA(-8, "EdDSA", SignatureScheme.ED25519),
    ED25519(-19, "Ed25519", SignatureScheme.ED25519),
    ED448(-53, "Ed448", SignatureScheme.ED448),
    ML_DSA_44(-48, "ML-DSA-44", SignatureScheme.ML_DSA_44),
    ML_DSA_65(-49, "ML-DSA-65", SignatureScheme.ML_DSA_65),
    ML_DSA_87(-50, "ML-DSA-87", SignatureScheme.ML_DSA_87),
    HSS_LMS(-46, "HSS-LMS", SignatureScheme.HSS_LMS),
    PS256(-37, "PS256", SignatureScheme.RSA_PSS_SHA256),
    PS384(-38, "PS384", SignatureScheme.RSA_PSS_SHA384),
    PS512(-39, "PS512", SignatureScheme.RSA_PSS_SHA512);

    private final long id;
    private final String label;
    private final SignatureScheme scheme;

    CoseAlgorithm(long id, String label, SignatureScheme scheme) {
        this.id = id;
        this.label = label;
        this.scheme = scheme;
    }

    /** The number in the registry. */
    public long id() {
        return id;
    }

    /** The name in the registry. */
    public String label() {
        return label;
    }

    /** What it computes; for the polymorphic numbers of RFC 9053 the usual curve. */
    public SignatureScheme scheme() {
        return scheme;
    }

    /** What it computes with this key: the polymorphic numbers leave the curve to the key. Empty when it cannot. */
    public Optional<SignatureScheme> scheme(PublicKey key) {
        Optional<SignatureScheme> own = Keys.scheme(key);
        if (own.filter(scheme::equals).isPresent()) {
            return own;
        }
        return switch (this) {
            case ES256, ES384, ES512 -> {
                Optional<Curve> curve = key instanceof ECKey ec ? Curve.of(ec) : Optional.empty();
                yield curve.map(on -> SignatureScheme.ecdsa(on, scheme.hash().orElse(HashName.SHA256)));
            }
            case EDDSA -> own.filter(SignatureScheme.ED448::equals);
            case PS256, PS384, PS512 -> rsa(key) ? Optional.of(scheme) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Long enough, and not bound by its own parameters to another hash. */
    private boolean rsa(PublicKey key) {
        return key instanceof RSAKey rsa
                && Keys.fitRsa(rsa)
                && (!(rsa.getParams() instanceof PSSParameterSpec bound)
                        || bound.getDigestAlgorithm()
                                .equals(scheme.hash().orElseThrow().digest()));
    }

    /** The algorithm with this number, if it is known here. */
    public static Optional<CoseAlgorithm> of(long id) {
        for (CoseAlgorithm algorithm : values()) {
            if (algorithm.id == id) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    /** The algorithm that a header or key names, if it is known here; a number in any encoding counts. */
    public static Optional<CoseAlgorithm> of(Cbor id) {
        return id instanceof CborInteger number && number.asBigInteger().bitLength() < Long.SIZE
                ? of(number.asLong())
                : Optional.empty();
    }

    /** The number to write for a scheme: the classic one where verifiers in the field know no other (RFC 9053). */
    public static CoseAlgorithm of(SignatureScheme scheme) {
        for (CoseAlgorithm algorithm : values()) {
            if (algorithm.scheme == scheme && algorithm != EDDSA) {
                return algorithm;
            }
        }
        throw new IllegalArgumentException("no COSE algorithm for " + scheme);
    }
}
