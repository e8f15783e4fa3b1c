package dev.muster.format.join.x509;

import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import java.io.IOException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * A PKCS#10 certification request (RFC 2986) with an elliptic-curve key.
 *
 * <p>Its attributes (requested extensions, challengePassword) are read past: what goes into a certificate is the
 * authority's decision.
 */
public final class CertificationRequest {

    /** A P-384 request is about 300 bytes; room for attributes of chatty tools, none for a payload. */
    public static final int MAX_BYTES = 8 * 1024;

    private final byte[] der;
    private final byte[] info;
    private final byte[] signature;
    private final SubjectName subject;
    private final PublicKey publicKey;
    private final KeyType keyType;

    private CertificationRequest(
            byte[] der, byte[] info, byte[] signature, SubjectName subject, PublicKey publicKey, KeyType keyType) {
        this.der = der;
        this.info = info;
        this.signature = signature;
        this.subject = subject;
        this.publicKey = publicKey;
        this.keyType = keyType;
    }

    /**
     * Reads a request. Does not check its signature; see {@link #provesPossession()}.
     *
     * @param der at most {@value #MAX_BYTES} bytes of DER, nothing after it
     * @throws X509Exception when it is not DER, not a request, or its key or algorithm is not one of {@link KeyType}
     */
    public static CertificationRequest parse(byte[] der) {
        if (der.length > MAX_BYTES) {
            throw new X509Exception("longer than " + MAX_BYTES + " bytes", "csr");
        }
        try {
            return read(der.clone());
        } catch (X509Exception e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // BouncyCastle throws many kinds of unchecked exceptions for bytes that do not fit.
            throw new X509Exception("not a PKCS#10 certification request: " + e.getMessage(), "csr", e);
        }
    }

    private static CertificationRequest read(byte[] der) throws IOException {
        var request = org.bouncycastle.asn1.pkcs.CertificationRequest.getInstance(der);
        if (!Arrays.equals(request.getEncoded(ASN1Encoding.DER), der)) {
            throw new X509Exception("not DER, or bytes after the request", "csr");
        }
        CertificationRequestInfo info = request.getCertificationRequestInfo();
        if (info.getVersion().intValueExact() != 0) {
            throw new X509Exception("version is not 0", "csr.version");
        }
        SubjectPublicKeyInfo spki = info.getSubjectPublicKeyInfo();
        KeyType type = keyType(spki.getAlgorithm());
        if (!request.getSignatureAlgorithm()
                        .getAlgorithm()
                        .equals(type.signatureAlgorithm().getAlgorithm())
                || request.getSignatureAlgorithm().getParameters() != null) {
            throw new X509Exception("signature algorithm does not fit the key", "csr.signatureAlgorithm");
        }
        PublicKey key = type.onCurve(Keys.publicKey(spki.getEncoded()));
        return new CertificationRequest(
                der,
                info.getEncoded(ASN1Encoding.DER),
                request.getSignature().getOctets(),
                SubjectName.of(info.getSubject()),
                key,
                type);
    }

    private static KeyType keyType(AlgorithmIdentifier algorithm) {
        if (!algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)
                || !(algorithm.getParameters() instanceof ASN1ObjectIdentifier curve)) {
            throw new X509Exception("key is not elliptic-curve on a named curve", "csr.subjectPublicKeyInfo");
        }
        return KeyType.ofCurve(curve)
                .orElseThrow(() -> new X509Exception("curve is neither P-256 nor P-384", "csr.subjectPublicKeyInfo"));
    }

    /**
     * Makes a request: what a device sends to get a certificate.
     *
     * @param keys a pair of one of {@link KeyType}; the private key signs once
     * @throws X509Exception when the key is of another kind or cannot sign
     */
    public static CertificationRequest create(SubjectName subject, KeyPair keys) {
        KeyType type = KeyType.of(keys.getPublic())
                .orElseThrow(() -> new X509Exception("key is neither P-256 nor P-384", "csr.subjectPublicKeyInfo"));
        try {
            CertificationRequestInfo info = new CertificationRequestInfo(
                    subject.toX500Name(),
                    SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()),
                    new DERSet());
            byte[] signature = type.sign(keys.getPrivate(), info.getEncoded(ASN1Encoding.DER));
            var request = new org.bouncycastle.asn1.pkcs.CertificationRequest(
                    info, type.signatureAlgorithm(), new DERBitString(signature));
            return parse(request.getEncoded(ASN1Encoding.DER));
        } catch (IOException | CryptoException e) {
            throw new X509Exception("cannot make a request with this key", "csr", e);
        }
    }

    /** Whether the signature is by the key in the request: proof of possession (RFC 2986 §3, RFC 7030 §3.4). */
    public boolean provesPossession() {
        return keyType.verify(publicKey, info, signature);
    }

    /** The exact bytes that were read. */
    public byte[] encode() {
        return der.clone();
    }

    public SubjectName subject() {
        return subject;
    }

    public PublicKey publicKey() {
        return publicKey;
    }

    public KeyType keyType() {
        return keyType;
    }

    /** Whether {@code key} is the key in the request. */
    public boolean isFor(PublicKey key) {
        return MessageDigest.isEqual(publicKey.getEncoded(), key.getEncoded());
    }
}
