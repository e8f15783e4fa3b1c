package dev.muster.format.join.x509;

import dev.muster.format.crypto.CryptoException;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V2TBSCertListGenerator;

/**
 * A complete certificate revocation list of one authority (RFC 5280 §5), version 2 with its number.
 *
 * @param revoked in any order, each serial number once
 * @param thisUpdate when it was made
 * @param nextUpdate by when there is a newer one
 * @param number grows with each list
 */
public record RevocationList(List<Revoked> revoked, Instant thisUpdate, Instant nextUpdate, BigInteger number) {

    /** Why a certificate is good no longer, with the number of RFC 5280 §5.3.1. */
    public enum Why {
        /** Its key was replaced, or its device was let go. */
        SUPERSEDED(4),
        /** Its device is out of service for ever. */
        CESSATION(5),
        /** Its device is cut off for now; it may be good again. */
        HOLD(6);

        private final int number;

        Why(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /** One certificate that is good no longer. */
    public record Revoked(BigInteger serial, Instant since, Why why) {}

    public RevocationList {
        revoked = List.copyOf(revoked);
    }

    /**
     * Signs the list.
     *
     * @return DER
     * @throws X509Exception when the issuer's key cannot sign
     */
    public byte[] sign(CertificateTemplate.Issuer issuer) {
        KeyType type = KeyType.of(issuer.certificate().getPublicKey())
                .orElseThrow(() -> new X509Exception("issuer's key is none of " + KeyType.all(), "crl"));
        try {
            TBSCertList tbs = toBeSigned(issuer, type);
            ASN1EncodableVector parts = new ASN1EncodableVector();
            parts.add(tbs);
            parts.add(type.signatureAlgorithm());
            parts.add(new DERBitString(type.sign(issuer.key(), tbs.getEncoded(ASN1Encoding.DER))));
            return new DERSequence(parts).getEncoded(ASN1Encoding.DER);
        } catch (IOException | CryptoException e) {
            throw new X509Exception("cannot sign with the issuer's key", "crl", e);
        }
    }

    private TBSCertList toBeSigned(CertificateTemplate.Issuer issuer, KeyType type) throws IOException {
        V2TBSCertListGenerator generator = new V2TBSCertListGenerator();
        generator.setSignature(type.signatureAlgorithm());
        generator.setIssuer(X500Name.getInstance(
                issuer.certificate().getSubjectX500Principal().getEncoded()));
        generator.setThisUpdate(new Time(Date.from(thisUpdate)));
        generator.setNextUpdate(new Time(Date.from(nextUpdate)));
        for (Revoked one : revoked) {
            generator.addCRLEntry(new ASN1Integer(one.serial()), new Time(Date.from(one.since())), one.why().number);
        }
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(
                        CertificateExtensions.keyId(issuer.certificate().getPublicKey())));
        extensions.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
        generator.setExtensions(extensions.generate());
        return generator.generateTBSCertList();
    }
}
