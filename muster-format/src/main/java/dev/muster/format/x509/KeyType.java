package dev.muster.format.x509;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** The kinds of key a device or its authority may have, each with the one signature algorithm we use it for. */
public enum KeyType {
    /** P-256 with ECDSA and SHA-256 (RFC 5758 §3.2). */
    P256("P-256", "SHA256withECDSA", "1.2.840.10045.3.1.7", "1.2.840.10045.4.3.2", 256),
    /** P-384 with ECDSA and SHA-384 (RFC 5758 §3.2). */
    P384("P-384", "SHA384withECDSA", "1.3.132.0.34", "1.2.840.10045.4.3.3", 384);

    private final String word;
    private final String signature;
    private final String curve;
    private final String signatureOid;
    private final int fieldBits;

    KeyType(String word, String signature, String curve, String signatureOid, int bits) {
        this.word = word;
        this.signature = signature;
        this.curve = curve;
        this.signatureOid = signatureOid;
        this.fieldBits = bits;
    }

    /** The curve's name: {@code P-256}, {@code P-384}. */
    public String word() {
        return word;
    }

    /** The JCA name of the signature algorithm, in DER form. */
    public String signature() {
        return signature;
    }

    AlgorithmIdentifier signatureAlgorithm() {
        return new AlgorithmIdentifier(new ASN1ObjectIdentifier(signatureOid));
    }

    static Optional<KeyType> ofCurve(ASN1ObjectIdentifier curve) {
        for (KeyType type : values()) {
            if (type.curve.equals(curve.getId())) {
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
        int bits = ec.getParams().getCurve().getField().getFieldSize();
        BigInteger b = ec.getParams().getCurve().getB();
        for (KeyType type : values()) {
            // The size alone would also take Brainpool and secp256k1; the curve's b tells them apart.
            if (type.fieldBits == bits && b.equals(type.b())) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    private BigInteger b() {
        return switch (this) {
            case P256 -> new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);
            case P384 ->
                new BigInteger(
                        "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
                        16);
        };
    }
}
