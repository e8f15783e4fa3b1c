package dev.muster.format.join.x509;

import dev.muster.format.der.DerBackwards;
import dev.muster.format.der.DerReader;
import java.security.PublicKey;

/**
 * Writes certificates (RFC 5280 §4.1) into one array, from its end. An authority signs as many as its provider can sign;
 * a tree of objects for each of them would cost as much as the signature.
 */
final class CertificateEncoding {
    /** What most of them take, with a P-256 key and places to ask; longer ones grow. */
    private static final int USUAL_BYTES = 768;

    private static final int BIT_STRING = DerReader.BIT_STRING;
    private static final int SEQUENCE = DerReader.SEQUENCE;
    private static final int EXTENSIONS = 0xA3;

    /** {@code [0] EXPLICIT INTEGER 2}. */
    private static final byte[] VERSION_3 = {(byte) 0xA0, 3, 2, 1, 2};

    /** No unused bits. */
    private static final byte[] WHOLE_BYTES = {0};

    private CertificateEncoding() {}

    /** @param subject DER of the name */
    static byte[] sign(CertificateTemplate template, byte[] subject, PublicKey subjectKey, SigningParts issuer) {
        DerBackwards out = new DerBackwards(USUAL_BYTES);
        CertificateExtensions.put(template, subjectKey, issuer.authorityKey(), out);
        out.wrap(SEQUENCE, 0).wrap(EXTENSIONS, 0);
        out.put(subjectKey.getEncoded()).put(subject);
        int validity = out.length();
        out.put(X509Time.of(template.notAfter()))
                .put(X509Time.of(template.notBefore()))
                .wrap(SEQUENCE, validity);
        out.put(issuer.name()).put(issuer.algorithm());
        out.put(DerReader.INTEGER, template.serial().toByteArray()).put(VERSION_3);
        byte[] signed = out.wrap(SEQUENCE, 0).bytes();
        byte[] signature = issuer.signer().sign(signed);
        return new DerBackwards(signed.length + signature.length + 64)
                .put(signature)
                .put(WHOLE_BYTES)
                .wrap(BIT_STRING, 0)
                .put(issuer.algorithm())
                .put(signed)
                .wrap(SEQUENCE, 0)
                .bytes();
    }
}
