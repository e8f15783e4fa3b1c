package dev.muster.format.join.x509;

import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Curve;
import dev.muster.format.crypto.KeptSigner;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.format.crypto.X509Signature;
import java.io.IOException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * The kinds of key that a device or its authority may have, each with the one algorithm that it signs with here. A
 * signature that is read may use any sound hash, see {@link X509Signature}.
 */
public enum KeyType {
    /** P-256; signs with ECDSA and SHA-256 (RFC 5758 §3.2). */
    P256("P-256", "1.2.840.10045.4.3.2"),
    /** P-384; signs with ECDSA and SHA-384. */
    P384("P-384", "1.2.840.10045.4.3.3"),
    /** P-521; signs with ECDSA and SHA-512. */
    P521("P-521", "1.2.840.10045.4.3.4"),
    /** Ed25519 (RFC 8410). */
    ED25519("Ed25519", "1.3.101.112"),
    /** RSA of {@value #RSA_BITS_MIN} to {@value #RSA_BITS_MAX} bits; signs with PKCS #1 v1.5 and SHA-256 (RFC 8017). */
    RSA("RSA", "1.2.840.113549.1.1.11"),
    /** ML-DSA-44 (FIPS 204, RFC 9881). */
    ML_DSA_44("ML-DSA-44", "2.16.840.1.101.3.4.3.17"),
    /** ML-DSA-65. */
    ML_DSA_65("ML-DSA-65", "2.16.840.1.101.3.4.3.18"),
    /** ML-DSA-87. */
    ML_DSA_87("ML-DSA-87", "2.16.840.1.101.3.4.3.19");

    /** 112 bits of strength (SP 800-57): below it an identity does not outlive a device. */
    public static final int RSA_BITS_MIN = 2048;

    /** Verifying costs with the square of the length; nobody ships longer ones in devices. */
    public static final int RSA_BITS_MAX = 8192;

    /** An exponent as long as the modulus makes verifying a hundred times slower. */
    private static final int RSA_EXPONENT_BITS_MAX = 64;

    private final String word;
    private final String signatureOid;

    KeyType(String word, String signatureOid) {
        this.word = word;
        this.signatureOid = signatureOid;
    }

    /** Its name as people write it: {@code P-256}, {@code RSA}, {@code ML-DSA-44}. */
    public String word() {
        return word;
    }

    /** The inverse of {@link #word()}. */
    public static Optional<KeyType> ofWord(String word) {
        for (KeyType type : values()) {
            if (type.word.equals(word)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    AlgorithmIdentifier signatureAlgorithm() {
        ASN1ObjectIdentifier oid = new ASN1ObjectIdentifier(signatureOid);
        return this == RSA ? new AlgorithmIdentifier(oid, DERNull.INSTANCE) : new AlgorithmIdentifier(oid);
    }

    /** The same as it is written. */
    byte[] signatureAlgorithmDer() {
        try {
            return signatureAlgorithm().getEncoded(ASN1Encoding.DER);
        } catch (IOException e) {
            throw new IllegalStateException(e); // memory does not fail
        }
    }

    /** The signature as X.509 carries it: for ECDSA a DER pair of numbers. */
    byte[] sign(PrivateKey key, byte[] message) {
        return X509Signature.of(signatureOid, null).orElseThrow().sign(key, message);
    }

    /** Who signs so with this key, again and again. */
    KeptSigner signer(PrivateKey key) {
        return new KeptSigner(X509Signature.of(signatureOid, null).orElseThrow(), key);
    }

    /** The type of a key, or empty when it is none of these. */
    public static Optional<KeyType> of(PublicKey key) {
        return whyNot(key).isEmpty() ? named(key) : Optional.empty();
    }

    private static Optional<KeyType> named(PublicKey key) {
        if (key instanceof RSAPublicKey) {
            return Optional.of(RSA);
        }
        return Keys.scheme(key).flatMap(KeyType::of);
    }

    private static Optional<KeyType> of(SignatureScheme scheme) {
        return switch (scheme) {
            case ECDSA_P256_SHA256 -> Optional.of(P256);
            case ECDSA_P384_SHA384 -> Optional.of(P384);
            case ECDSA_P521_SHA512 -> Optional.of(P521);
            case ED25519 -> Optional.of(ED25519);
            case ML_DSA_44 -> Optional.of(ML_DSA_44);
            case ML_DSA_65 -> Optional.of(ML_DSA_65);
            case ML_DSA_87 -> Optional.of(ML_DSA_87);
            default -> Optional.empty();
        };
    }

    /** Why a key is none of these, in words that go into a refusal; empty when it is one. */
    public static Optional<String> whyNot(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX) {
                return Optional.of("RSA of " + bits + " bits; " + RSA_BITS_MIN + " to " + RSA_BITS_MAX + " are taken");
            }
            boolean odd = rsa.getPublicExponent().testBit(0) && rsa.getModulus().testBit(0);
            return odd
                            && rsa.getPublicExponent().bitLength() > 1
                            && rsa.getPublicExponent().bitLength() <= RSA_EXPONENT_BITS_MAX
                    ? Optional.empty()
                    : Optional.of("RSA with an exponent that nobody uses");
        }
        return named(key).isPresent()
                ? Optional.empty()
                : Optional.of("a key of " + key.getAlgorithm() + "; " + all() + " are taken");
    }

    /** All of them in one line, for people. */
    static String all() {
        return "RSA, P-256, P-384, P-521, Ed25519 and ML-DSA";
    }

    /**
     * The same key, with its point checked when it has one. The JDK's key factory takes points beside the curve, and
     * providers differ in when they notice.
     *
     * @throws CryptoException when the point is not on the curve
     */
    static PublicKey onCurve(PublicKey key) {
        if (!(key instanceof ECPublicKey ec)) {
            return key;
        }
        Curve curve = Curve.of(ec).orElseThrow(() -> new CryptoException("not a curve of ours"));
        return curve.publicKey(curve.x(ec), curve.y(ec));
    }
}
