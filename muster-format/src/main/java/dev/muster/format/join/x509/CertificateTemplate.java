package dev.muster.format.join.x509;

import dev.muster.format.crypto.CryptoException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

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
    public static final class Issuer {
        private final X509Certificate certificate;
        private final PrivateKey key;
        private volatile @Nullable SigningParts parts;

        public Issuer(X509Certificate certificate, PrivateKey key) {
            this.certificate = certificate;
            this.key = key;
        }

        public X509Certificate certificate() {
            return certificate;
        }

        public PrivateKey key() {
            return key;
        }

        SigningParts parts() {
            SigningParts known = parts;
            if (known == null) {
                byte[] name = certificate.getSubjectX500Principal().getEncoded();
                known = SigningParts.of(
                        name, CertificateExtensions.subjectKeyId(certificate), certificate.getPublicKey(), key);
                parts = known;
            }
            return known;
        }
    }

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
        byte[] theirs = other.getSubjectX500Principal().getEncoded();
        return CertificateReader.parse(sign(theirs, other.getPublicKey(), issuer.parts()));
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
        return CertificateReader.parse(encode(subjectKey, issuer));
    }

    /**
     * The same as its DER bytes, for who does not need to look into it: reading it costs as much as signing it.
     *
     * @throws X509Exception as for {@link #issue}
     */
    public byte[] encode(PublicKey subjectKey, Issuer issuer) {
        return sign(subject.encode(), subjectKey, issuer.parts());
    }

    /**
     * Issues a certificate signed by its own key: the beginning of a hierarchy.
     *
     * @throws X509Exception when the key is not one of {@link KeyType} or cannot sign
     */
    public X509Certificate selfSigned(KeyPair keys) {
        byte[] own = subject.encode();
        SigningParts parts = SigningParts.of(
                own, CertificateExtensions.keyId(keys.getPublic()), keys.getPublic(), keys.getPrivate());
        return CertificateReader.parse(sign(own, keys.getPublic(), parts));
    }

    private byte[] sign(byte[] name, PublicKey subjectKey, SigningParts parts) {
        KeyType.whyNot(subjectKey).ifPresent(why -> {
            throw new X509Exception(why, "certificate.subjectPublicKeyInfo");
        });
        try {
            return CertificateEncoding.sign(this, name, subjectKey, parts);
        } catch (CryptoException e) {
            throw new X509Exception("cannot sign with the issuer's key", "certificate", e);
        }
    }
}
