package dev.muster.format.join.x509;

import dev.muster.format.crypto.CryptoException;
import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/**
 * What an authority decides about a certificate before it signs it (RFC 5280). Everything but the public key comes from
 * here.
 *
 * @param subject who it names
 * @param serial positive, at most 20 octets (RFC 5280 §4.1.2.2); see {@link #randomSerial}
 * @param notBefore whole seconds; finer parts are cut off
 * @param notAfter whole seconds; {@link #NO_END} for a factory identity
 * @param purpose decides the extensions
 * @param serverNames DNS names and IP addresses of a {@link CertificatePurpose#SERVER}; empty for the others
 * @param places where its state can be asked for, when it says so
 */
public record CertificateTemplate(
        SubjectName subject,
        BigInteger serial,
        Instant notBefore,
        Instant notAfter,
        CertificatePurpose purpose,
        List<String> serverNames,
        Optional<StatusPlaces> places) {

    /** 9999-12-31T23:59:59Z: no well-defined end (RFC 5280 §4.1.2.5, IEEE 802.1AR-2018 §8.7). */
    public static final Instant NO_END = Instant.parse("9999-12-31T23:59:59Z");

    private static final int SERIAL_BITS = 128;

    /** An authority's certificate with the private key that belongs to it. The key may live in a token. */
    public record Issuer(X509Certificate certificate, PrivateKey key) {}

    public CertificateTemplate {
        notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
        notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
        serverNames = List.copyOf(serverNames);
        if (serial.signum() <= 0 || serial.bitLength() > 159) {
            throw new IllegalArgumentException("serial number: positive, at most 20 octets");
        }
        if (!notAfter.isAfter(notBefore)) {
            throw new IllegalArgumentException("certificate would end before it begins");
        }
        if (serverNames.isEmpty() == (purpose == CertificatePurpose.SERVER)) {
            throw new IllegalArgumentException("server names belong to server certificates, and those need some");
        }
    }

    /** A template without server names. */
    public CertificateTemplate(
            SubjectName subject, BigInteger serial, Instant notBefore, Instant notAfter, CertificatePurpose purpose) {
        this(subject, serial, notBefore, notAfter, purpose, List.of(), Optional.empty());
    }

    /** A template with server names. */
    public CertificateTemplate(
            SubjectName subject,
            BigInteger serial,
            Instant notBefore,
            Instant notAfter,
            CertificatePurpose purpose,
            List<String> serverNames) {
        this(subject, serial, notBefore, notAfter, purpose, serverNames, Optional.empty());
    }

    /** The same, and it says where its state can be asked for. */
    public CertificateTemplate saying(StatusPlaces where) {
        return new CertificateTemplate(subject, serial, notBefore, notAfter, purpose, serverNames, Optional.of(where));
    }

    /**
     * Certifies another authority's key under its own name: how one root says who comes after it (RFC 4210 §4.4.1).
     *
     * @throws X509Exception when a key is not one of {@link KeyType} or cannot sign
     */
    public X509Certificate cross(X509Certificate other, Issuer issuer) {
        X500Name name = X500Name.getInstance(
                issuer.certificate().getSubjectX500Principal().getEncoded());
        X500Name theirs = X500Name.getInstance(other.getSubjectX500Principal().getEncoded());
        return sign(theirs, other.getPublicKey(), name, issuer.certificate().getPublicKey(), issuer.key());
    }

    /** 128 bits, the highest always set so that serial numbers have one length and are never zero. */
    public static BigInteger randomSerial(RandomGenerator random) {
        byte[] bytes = new byte[SERIAL_BITS / 8];
        random.nextBytes(bytes);
        bytes[0] |= (byte) 0x80;
        return new BigInteger(1, bytes);
    }

    /**
     * Issues a certificate.
     *
     * @throws X509Exception when a key is not one of {@link KeyType} or cannot sign
     */
    public X509Certificate issue(PublicKey subjectKey, Issuer issuer) {
        X500Name name = X500Name.getInstance(
                issuer.certificate().getSubjectX500Principal().getEncoded());
        return sign(subject.toX500Name(), subjectKey, name, issuer.certificate().getPublicKey(), issuer.key());
    }

    /**
     * Issues a certificate signed by its own key: the beginning of a hierarchy.
     *
     * @throws X509Exception when the key is not one of {@link KeyType} or cannot sign
     */
    public X509Certificate selfSigned(KeyPair keys) {
        return sign(subject.toX500Name(), keys.getPublic(), subject.toX500Name(), keys.getPublic(), keys.getPrivate());
    }

    private X509Certificate sign(
            X500Name name, PublicKey subjectKey, X500Name issuer, PublicKey issuerKey, PrivateKey signingKey) {
        KeyType type = KeyType.of(issuerKey)
                .orElseThrow(() -> new X509Exception("issuer's key is none of " + KeyType.all(), "certificate"));
        KeyType.whyNot(subjectKey).ifPresent(why -> {
            throw new X509Exception(why, "certificate.subjectPublicKeyInfo");
        });
        try {
            TBSCertificate tbs = toBeSigned(name, subjectKey, issuer, issuerKey, type);
            ASN1EncodableVector parts = new ASN1EncodableVector();
            parts.add(tbs);
            parts.add(type.signatureAlgorithm());
            parts.add(new DERBitString(type.sign(signingKey, tbs.getEncoded(ASN1Encoding.DER))));
            return CertificateReader.parse(new DERSequence(parts).getEncoded(ASN1Encoding.DER));
        } catch (IOException | CryptoException e) {
            throw new X509Exception("cannot sign with the issuer's key", "certificate", e);
        }
    }

    private TBSCertificate toBeSigned(
            X500Name name, PublicKey subjectKey, X500Name issuer, PublicKey issuerKey, KeyType type)
            throws IOException {
        V3TBSCertificateGenerator generator = new V3TBSCertificateGenerator();
        generator.setSerialNumber(new ASN1Integer(serial));
        generator.setSignature(type.signatureAlgorithm());
        generator.setIssuer(issuer);
        generator.setStartDate(new Time(Date.from(notBefore)));
        generator.setEndDate(new Time(Date.from(notAfter)));
        generator.setSubject(name);
        generator.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(subjectKey.getEncoded()));
        generator.setExtensions(CertificateExtensions.of(purpose, subjectKey, issuerKey, serverNames, places));
        return generator.generateTBSCertificate();
    }
}
