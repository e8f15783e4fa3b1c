package dev.muster.server.attestation;

import dev.muster.core.joining.LocalIdentity;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.Keys;
import dev.muster.format.join.x509.CertificateTemplate;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** The authority of the organisation, in memory. */
final class TestAuthority {
    private final SecureRandom random;
    private final KeyPair keys;
    final X509Certificate certificate;

    TestAuthority(SecureRandom random) {
        this.random = random;
        this.keys = Keys.generateP256(random);
        this.certificate = LocalIdentity.authority(
                        AttestationSite.ORG, CertificateTemplate.randomSerial(random), Instant.now())
                .selfSigned(keys);
    }

    List<X509Certificate> verifier(OrgId org, PublicKey key) {
        return List.of(LocalIdentity.verifier(org, CertificateTemplate.randomSerial(random), Instant.now())
                .issue(key, new CertificateTemplate.Issuer(certificate, keys.getPrivate())));
    }
}
