package dev.muster.format.join.est;

import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.X509Exception;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.BERSet;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.CMSObjectIdentifiers;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;

/**
 * Certificates in a CMS SignedData without content and without signers, the "certs-only" message (RFC 5652 §5,
 * RFC 8551 §3.8). It carries certificates and vouches for none: trust comes from the TLS connection.
 *
 * @param certificates 1 to {@value #MAX_CERTIFICATES}, in the order they stand; for an enrolment the new one is first
 */
public record CertsOnly(List<X509Certificate> certificates) {

    /** A leaf and its chain, or the authorities of an organisation during a roll-over. */
    public static final int MAX_CERTIFICATES = 8;

    /** {@value #MAX_CERTIFICATES} certificates of the largest size we read, and the frame around them. */
    public static final int MAX_BYTES = MAX_CERTIFICATES * CertificateReader.MAX_BYTES + 1024;

    public CertsOnly {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty() || certificates.size() > MAX_CERTIFICATES) {
            throw new IllegalArgumentException("certs-only carries 1 to " + MAX_CERTIFICATES + " certificates");
        }
    }

    /**
     * Reads a message.
     *
     * @param bytes BER or DER of a ContentInfo (peers write both), at most {@value #MAX_BYTES} bytes
     * @throws EstException when it is not a certs-only message
     */
    public static CertsOnly parse(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new EstException("longer than " + MAX_BYTES + " bytes", "certs-only", -1);
        }
        try {
            return read(bytes);
        } catch (EstException e) {
            throw e;
        } catch (X509Exception e) {
            throw new EstException(e.reason(), "certs-only." + e.path(), e);
        } catch (IOException | RuntimeException e) {
            // BouncyCastle throws many kinds of unchecked exceptions for bytes that do not fit.
            throw new EstException("not a CMS message: " + e.getMessage(), "certs-only", e);
        }
    }

    private static CertsOnly read(byte[] bytes) throws IOException {
        ContentInfo info = ContentInfo.getInstance(bytes);
        if (!info.getContentType().equals(CMSObjectIdentifiers.signedData)) {
            throw new EstException("not SignedData", "certs-only.contentType", -1);
        }
        SignedData data = SignedData.getInstance(info.getContent());
        if (data.getSignerInfos().size() != 0 || data.getEncapContentInfo().getContent() != null) {
            throw new EstException("has signers or content", "certs-only", -1);
        }
        if (data.getCertificates() == null
                || data.getCertificates().size() == 0
                || data.getCertificates().size() > MAX_CERTIFICATES) {
            throw new EstException("not 1 to " + MAX_CERTIFICATES + " certificates", "certs-only.certificates", -1);
        }
        List<X509Certificate> certificates = new ArrayList<>();
        for (ASN1Encodable element : data.getCertificates()) {
            certificates.add(CertificateReader.parse(element.toASN1Primitive().getEncoded(ASN1Encoding.DER)));
        }
        return new CertsOnly(certificates);
    }

    /** The message in DER apart from the order of its certificates, which stays as given. */
    public byte[] encode() {
        try {
            ASN1EncodableVector set = new ASN1EncodableVector();
            for (X509Certificate certificate : certificates) {
                // As they are: the library refuses some tags that the certificate's own reader lets pass.
                set.add(ASN1Primitive.fromByteArray(CertificateReader.encoded(certificate)));
            }
            SignedData data = new SignedData(
                    new DERSet(),
                    new ContentInfo(CMSObjectIdentifiers.data, null),
                    new BERSet(set),
                    null,
                    new DERSet());
            return new ContentInfo(CMSObjectIdentifiers.signedData, data).getEncoded(ASN1Encoding.DL);
        } catch (IOException e) {
            throw new EstException("cannot write certs-only", "certs-only", e);
        }
    }
}
