package dev.muster.format.join.x509;

import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.crypto.X509Signature;
import java.io.IOException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A PKCS#10 certification request (RFC 2986) with a key of one of {@link KeyType}, signed with any sound hash.
 *
 * <p>Its attributes (requested extensions, challengePassword) are read past: what goes into a certificate is the
 * authority's decision.
 */
public final class CertificationRequest {

    /** An ML-DSA-87 request is 7.3 KB; room for attributes of chatty tools, none for a payload. */
    public static final int MAX_BYTES = 8 * 1024;

    /** What reading found: a request, or one that is in order and that nobody here can use. */
    public sealed interface Reading {
        record Found(CertificationRequest request) implements Reading {}

        /** @param detail what the key or the hash is, and what is taken */
        record Unsupported(String detail) implements Reading {
            /** The stable code of such a refusal. */
            public static final String REASON = "key-unsupported";
        }
    }

    private final byte[] der;
    private final byte[] info;
    private final byte[] signature;
    private final X509Signature algorithm;
    private final SubjectName subject;
    private final PublicKey publicKey;
    private final KeyType keyType;

    private CertificationRequest(
            byte[] der,
            byte[] info,
            byte[] signature,
            X509Signature algorithm,
            SubjectName subject,
            PublicKey publicKey,
            KeyType keyType) {
        this.der = der;
        this.info = info;
        this.signature = signature;
        this.algorithm = algorithm;
        this.subject = subject;
        this.publicKey = publicKey;
        this.keyType = keyType;
    }

    /**
     * Reads a request of which it is known that its key is one of ours.
     *
     * @param der as for {@link #read}
     * @throws X509Exception as for {@link #read}, and when its key or algorithm is not supported
     */
    public static CertificationRequest parse(byte[] der) {
        return switch (read(der)) {
            case Reading.Found found -> found.request();
            case Reading.Unsupported unsupported ->
                throw new X509Exception(unsupported.detail(), "csr.subjectPublicKeyInfo");
        };
    }

    /**
     * Reads a request. Does not check its signature; see {@link #provesPossession()}.
     *
     * @param der at most {@value #MAX_BYTES} bytes of DER, nothing after it
     * @throws X509Exception when it is not DER or not a request
     */
    public static Reading read(byte[] der) {
        if (der.length > MAX_BYTES) {
            throw new X509Exception("longer than " + MAX_BYTES + " bytes", "csr");
        }
        try {
            return readDer(der.clone());
        } catch (X509Exception e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // BouncyCastle throws many kinds of unchecked exceptions for bytes that do not fit.
            throw new X509Exception("not a PKCS#10 certification request: " + e.getMessage(), "csr", e);
        }
    }

    private static Reading readDer(byte[] der) throws IOException {
        var request = org.bouncycastle.asn1.pkcs.CertificationRequest.getInstance(der);
        if (!Arrays.equals(request.getEncoded(ASN1Encoding.DER), der)) {
            throw new X509Exception("not DER, or bytes after the request", "csr");
        }
        CertificationRequestInfo info = request.getCertificationRequestInfo();
        if (info.getVersion().intValueExact() != 0) {
            throw new X509Exception("version is not 0", "csr.version");
        }
        SubjectName subject = SubjectName.wished(info.getSubject());
        SubjectPublicKeyInfo spki = info.getSubjectPublicKeyInfo();
        Optional<String> strange = RequestKeys.strange(spki.getAlgorithm());
        if (strange.isPresent()) {
            return new Reading.Unsupported(strange.get());
        }
        PublicKey key = Keys.publicKey(spki.getEncoded());
        Optional<String> unsound = KeyType.whyNot(key);
        if (unsound.isPresent()) {
            return new Reading.Unsupported(unsound.get());
        }
        KeyType type = KeyType.of(key).orElseThrow();
        Optional<X509Signature> algorithm = RequestKeys.signature(request.getSignatureAlgorithm());
        if (algorithm.isEmpty()) {
            return new Reading.Unsupported("signed with "
                    + request.getSignatureAlgorithm().getAlgorithm() + "; SHA-256 or a stronger hash is needed");
        }
        if (!algorithm.get().fits(key)) {
            throw new X509Exception("signature algorithm does not fit the key", "csr.signatureAlgorithm");
        }
        return new Reading.Found(new CertificationRequest(
                der,
                info.getEncoded(ASN1Encoding.DER),
                request.getSignature().getOctets(),
                algorithm.get(),
                subject,
                KeyType.onCurve(key),
                type));
    }

    /**
     * Makes a request: what a device sends to get a certificate.
     *
     * @param keys a pair of one of {@link KeyType}; the private key signs once
     * @throws X509Exception when the key is of another kind or cannot sign
     */
    public static CertificationRequest create(SubjectName subject, KeyPair keys) {
        KeyType type = KeyType.of(keys.getPublic())
                .orElseThrow(
                        () -> new X509Exception("the key is none of " + KeyType.all(), "csr.subjectPublicKeyInfo"));
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
        return algorithm.verify(publicKey, info, signature);
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
