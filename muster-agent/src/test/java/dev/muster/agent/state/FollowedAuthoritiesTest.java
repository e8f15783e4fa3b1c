package dev.muster.agent.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.crypto.Keys;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.CertificateTemplate.Issuer;
import dev.muster.format.join.x509.SubjectName;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whom a device comes to trust from what it is told. */
class FollowedAuthoritiesTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final KeyPair oldRootKeys = Keys.generateP256(RANDOM);
    private final X509Certificate oldRoot = authority("root 1").selfSigned(oldRootKeys);
    private final X509Certificate oldIssuer =
            authority("devices 1").issue(Keys.generateP256(RANDOM).getPublic(), by(oldRoot, oldRootKeys));
    private final KeyPair newRootKeys = Keys.generateP256(RANDOM);
    private final X509Certificate newRoot = authority("root 2").selfSigned(newRootKeys);
    private final X509Certificate cross = authority("root 2").issue(newRootKeys.getPublic(), by(oldRoot, oldRootKeys));
    private final KeyPair newIssuerKeys = Keys.generateP256(RANDOM);
    private final X509Certificate newIssuer =
            authority("devices 2").issue(newIssuerKeys.getPublic(), by(newRoot, newRootKeys));

    /** It kept the generation that was retired meanwhile, and the server names only what that one's root said of the next. */
    @Test
    void whoWasAwayForAWholeGenerationFollowsWhatTheOldRootSaid() {
        Authorities kept = new Authorities(List.of(oldIssuer, oldRoot));
        Credential issued = issued();
        assertThat(kept.following(List.of(newIssuer, newRoot), issued).issued(issued))
                .as("the server's word alone is not enough")
                .isFalse();
        Authorities next = kept.following(List.of(newIssuer, newRoot, cross), issued);
        assertThat(next.issued(issued)).isTrue();
        assertThat(next).isEqualTo(new Authorities(List.of(newIssuer, newRoot)));
    }

    private Credential issued() {
        KeyPair keys = Keys.generateP256(RANDOM);
        return new Credential(
                keys.getPrivate(),
                List.of(template(SubjectName.device("city", "cam-1"), CertificatePurpose.DEVICE)
                        .issue(keys.getPublic(), by(newIssuer, newIssuerKeys))));
    }

    private static Issuer by(X509Certificate certificate, KeyPair keys) {
        return new Issuer(certificate, keys.getPrivate());
    }

    private static CertificateTemplate authority(String name) {
        return template(SubjectName.authority("city", name), CertificatePurpose.ROOT);
    }

    private static CertificateTemplate template(SubjectName subject, CertificatePurpose purpose) {
        return new CertificateTemplate(
                subject,
                CertificateTemplate.randomSerial(RANDOM),
                NOW.minusSeconds(3600),
                NOW.plusSeconds(86_400),
                purpose);
    }
}
