package dev.muster.format.join.x509;

import dev.muster.format.crypto.Crypto;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Curve;
import dev.muster.format.crypto.SignatureScheme;
import dev.muster.format.der.DerException;
import dev.muster.format.der.EcdsaSignature;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** The kinds of key a device or its authority may have, each with the one signature algorithm we use it for. */
public enum KeyType {
    /** P-256 with ECDSA and SHA-256 (RFC 5758 §3.2). */
    P256("P-256", SignatureScheme.ECDSA_P256_SHA256, Curve.P256, "1.2.840.10045.3.1.7", "1.2.840.10045.4.3.2"),
    /** P-384 with ECDSA and SHA-384 (RFC 5758 §3.2). */
    P384("P-384", SignatureScheme.ECDSA_P384_SHA384, Curve.P384, "1.3.132.0.34", "1.2.840.10045.4.3.3");

    private final String word;
    private final SignatureScheme scheme;
    private final Curve curve;
    private final String curveOid;
    private final String signatureOid;

    KeyType(String word, SignatureScheme scheme, Curve curve, String curveOid, String signatureOid) {
        this.word = word;
        this.scheme = scheme;
        this.curve = curve;
        this.curveOid = curveOid;
        this.signatureOid = signatureOid;
    }

    /** The curve's name: {@code P-256}, {@code P-384}. */
    public String word() {
        return word;
    }

    AlgorithmIdentifier signatureAlgorithm() {
        return new AlgorithmIdentifier(new ASN1ObjectIdentifier(signatureOid));
    }

    /** The signature as X.509 carries it: a DER pair of numbers. */
    byte[] sign(PrivateKey key, byte[] message) {
        return EcdsaSignature.toDer(Crypto.standard().sign(scheme, key, message));
    }

    /** Whether the signature is by the key; false for one of whatever wrong shape. */
    boolean verify(PublicKey key, byte[] message, byte[] signature) {
        try {
            return Crypto.standard().verify(scheme, key, message, EcdsaSignature.toRaw(signature, scheme.width()));
        } catch (DerException e) {
            // A signature that is not even a pair of numbers proves nothing.
            return false;
        }
    }

    /**
     * The same key, with its point checked. The JDK's key factory takes points beside the curve, and providers differ in
     * when they notice.
     *
     * @throws CryptoException when the point is not on the curve
     */
    PublicKey onCurve(PublicKey key) {
        if (!(key instanceof ECPublicKey ec)) {
            throw new CryptoException("not an elliptic-curve key");
        }
        return curve.publicKey(curve.x(ec), curve.y(ec));
    }

    static Optional<KeyType> ofCurve(ASN1ObjectIdentifier curve) {
        for (KeyType type : values()) {
            if (type.curveOid.equals(curve.getId())) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The type of a key, or empty when it is none of these. */
    public static Optional<KeyType> of(PublicKey key) {
        if (!(key instanceof ECPublicKey ec)) {
            return Optional.empty();
        }
        Optional<Curve> curve = Curve.of(ec);
        for (KeyType type : values()) {
            if (curve.filter(type.curve::equals).isPresent()) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
