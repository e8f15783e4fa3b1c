package dev.muster.core.joining;

import dev.muster.format.crypto.Keys;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.SubjectName;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A maker with an authority and devices of its own. */
record Maker(String name, KeyPair keys, X509Certificate certificate) {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final SecureRandom RANDOM = new SecureRandom();

    static Maker named(String name) {
        KeyPair keys = newKeys();
        CertificateTemplate root = template(SubjectName.authority(name, name + " root"), CertificatePurpose.AUTHORITY);
        return new Maker(name, keys, root.selfSigned(keys));
    }

    static KeyPair newKeys() {
        return Keys.generateP256(RANDOM);
    }

    private static CertificateTemplate template(SubjectName subject, CertificatePurpose purpose) {
        return new CertificateTemplate(
                subject,
                CertificateTemplate.randomSerial(RANDOM),
                NOW.minus(Duration.ofDays(30)),
                NOW.plus(Duration.ofDays(3650)),
                purpose);
    }

    Anchor anchor() {
        return Anchor.of(certificate, name);
    }

    CertificatePath device(String model, String serial, KeyPair deviceKeys) {
        return device(name, model, serial, deviceKeys);
    }

    CertificatePath device(String maker, String model, String serial, KeyPair deviceKeys) {
        return new CertificatePath(List.of(template(
                        SubjectName.factory(maker, model, serial), CertificatePurpose.FACTORY)
                .issue(deviceKeys.getPublic(), new CertificateTemplate.Issuer(certificate, keys.getPrivate()))));
    }

    static CertificatePath selfMade(String maker, String model, String serial) {
        return new CertificatePath(
                List.of(template(SubjectName.factory(maker, model, serial), CertificatePurpose.FACTORY)
                        .selfSigned(newKeys())));
    }
}
