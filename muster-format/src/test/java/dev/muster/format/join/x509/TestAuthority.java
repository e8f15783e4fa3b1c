package dev.muster.format.join.x509;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** A certificate authority made for one test. */
public record TestAuthority(KeyPair keys, X509Certificate certificate) {
    public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Random RANDOM = new Random(7);

    public static KeyPair keys(String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static TestAuthority named(String name) {
        KeyPair keys = keys("secp256r1");
        return new TestAuthority(
                keys,
                template(SubjectName.authority(name, name + " root"), CertificatePurpose.AUTHORITY)
                        .selfSigned(keys));
    }

    public X509Certificate issue(CertificateTemplate template, KeyPair subject) {
        return template.issue(subject.getPublic(), new CertificateTemplate.Issuer(certificate, keys.getPrivate()));
    }

    /** Valid from an hour before {@link #NOW} to a day after. */
    public static CertificateTemplate template(SubjectName subject, CertificatePurpose purpose) {
        return new CertificateTemplate(
                subject,
                CertificateTemplate.randomSerial(RANDOM),
                NOW.minus(Duration.ofHours(1)),
                NOW.plus(Duration.ofDays(1)),
                purpose);
    }
}
