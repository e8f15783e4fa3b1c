package dev.muster.format.pkix;

import dev.muster.format.crypto.Keys;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate to be made for one test, with whatever extensions the test asks for. Not thread-safe. */
final class TestChain {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A certificate and its key. */
    record Made(X509Certificate certificate, KeyPair keys, X500Name name) {}

    private final X500Name subject;
    private final KeyPair keys = Keys.generateP256(RANDOM);
    private final JcaX509v3CertificateBuilder builder;
    private final KeyPair issuerKeys;
    private String algorithm = "SHA256withECDSA";

    private TestChain(
            String subject, X500Name issuer, KeyPair issuerKeys, KeyPair own, Instant notBefore, Instant notAfter) {
        this.subject = new X500Name(subject);
        this.issuerKeys = issuerKeys == null ? keys : issuerKeys;
        this.builder = new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(64, RANDOM),
                Date.from(notBefore),
                Date.from(notAfter),
                this.subject,
                own == null ? keys.getPublic() : own.getPublic());
    }

    static TestChain root(String name) {
        return new TestChain(
                name, new X500Name(name), null, null, NOW.minus(Duration.ofDays(9)), NOW.plus(Duration.ofDays(9)));
    }

    static TestChain under(Made issuer, String name) {
        return named(issuer, issuer.name(), name);
    }

    /** Signed by the issuer, and naming another one. */
    static TestChain named(Made issuer, X500Name issuerName, String name) {
        return new TestChain(
                name, issuerName, issuer.keys(), null, NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(1)));
    }

    static TestChain over(Made issuer, String name, Instant notBefore, Instant notAfter) {
        return new TestChain(name, issuer.name(), issuer.keys(), null, notBefore, notAfter);
    }

    /** An authority, of any path length. */
    TestChain authority() {
        return with(Extension.basicConstraints, true, new BasicConstraints(true));
    }

    /** An authority with so many authorities below. */
    TestChain authority(int below) {
        return with(Extension.basicConstraints, true, new BasicConstraints(below));
    }

    TestChain usage(int bits) {
        return with(Extension.keyUsage, true, new KeyUsage(bits));
    }

    TestChain with(ASN1ObjectIdentifier oid, boolean critical, ASN1Encodable value) {
        try {
            builder.addExtension(oid, critical, value);
            return this;
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /** With these bytes for the extension's value, whether or not they are one. */
    TestChain raw(String oid, boolean critical, byte[] value) {
        try {
            builder.addExtension(new ASN1ObjectIdentifier(oid), critical, value);
            return this;
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The certificate in DER, which nothing has read yet. */
    byte[] encoded() {
        try {
            return builder.build(new JcaContentSignerBuilder(algorithm).build(issuerKeys.getPrivate()))
                    .getEncoded();
        } catch (java.io.IOException | org.bouncycastle.operator.OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    /** What issues below the certificate that was read from {@link #encoded()}. */
    Made made(X509Certificate read) {
        return new Made(read, keys, subject);
    }

    TestChain signedWith(String name) {
        algorithm = name;
        return this;
    }

    Made make() {
        try {
            return new Made(
                    new JcaX509CertificateConverter()
                            .getCertificate(builder.build(
                                    new JcaContentSignerBuilder(algorithm).build(issuerKeys.getPrivate()))),
                    keys,
                    subject);
        } catch (java.security.GeneralSecurityException | org.bouncycastle.operator.OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }
}
