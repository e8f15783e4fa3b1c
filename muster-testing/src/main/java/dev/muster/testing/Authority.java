package dev.muster.testing;

import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority made by BouncyCastle, not by us: P-256 keys, SHA-256 signatures.
 *
 * @param keys of {@code certificate}
 * @param certificate of the authority
 * @param above the authorities that issued it, the nearest first, without {@code certificate}
 */
public record Authority(KeyPair keys, X509Certificate certificate, List<X509Certificate> above) {
    private static final Duration LIFETIME = Duration.ofDays(365);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SERIAL_BITS = 127;

    /**
     * Somebody's certificate under an authority.
     *
     * @param chain the leaf first, without the root
     */
    public record Identity(KeyPair keys, List<X509Certificate> chain) {}

    /** A root, such as {@code CN=Factory, O=Acme}. */
    public static Authority root(String subject, Instant since) {
        KeyPair keys = freshKeys();
        X500Name name = new X500Name(subject);
        return new Authority(keys, issue(keys, name, keys, name, since, true), List.of());
    }

    /** An authority under this one. */
    public Authority intermediate(String subject, Instant since) {
        KeyPair below = freshKeys();
        X509Certificate issued = issue(keys, name(), below, new X500Name(subject), since, true);
        return new Authority(
                below,
                issued,
                Stream.concat(Stream.of(certificate), above.stream()).toList());
    }

    /** An end entity under this authority, with a fresh key. */
    public Identity identity(String subject, Instant since) {
        KeyPair own = freshKeys();
        X509Certificate leaf = issue(keys, name(), own, new X500Name(subject), since, false);
        Stream<X509Certificate> issuers = above.isEmpty()
                ? Stream.of()
                : Stream.concat(Stream.of(certificate), above.stream().limit(above.size() - 1L));
        return new Identity(own, Stream.concat(Stream.of(leaf), issuers).toList());
    }

    /** In the armour that every tool reads; also of keys. */
    public static String pem(Object item) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(item);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return text.toString();
    }

    private X500Name name() {
        return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    }

    private static KeyPair freshKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate issue(
            KeyPair issuerKeys,
            X500Name issuer,
            KeyPair subjectKeys,
            X500Name subject,
            Instant since,
            boolean authority) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    new BigInteger(SERIAL_BITS, RANDOM).add(BigInteger.ONE),
                    Date.from(since),
                    Date.from(since.plus(LIFETIME)),
                    subject,
                    subjectKeys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
            var identifiers = new JcaX509ExtensionUtils();
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    identifiers.createSubjectKeyIdentifier(subjectKeys.getPublic()));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    identifiers.createAuthorityKeyIdentifier(issuerKeys.getPublic()));
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(
                            new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
            throw new IllegalStateException(e);
        }
    }
}
