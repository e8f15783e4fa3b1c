package dev.muster.core.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.joining.Enrolled.Means;
import dev.muster.core.joining.JoiningDesk.Prepared;
import dev.muster.core.ledger.Draft;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.KeyType;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a device gets a certificate.
 *
 * @param factory digest of what it joined by
 * @param anchor digest of who spoke for that; empty for a renewal
 * @param before what the certificate replaces
 */
record Issuance(Means means, String factory, String anchor, Optional<Enrolment> before) {

    /** @param key digest of the certificate's SubjectPublicKeyInfo */
    Draft entry(DeviceId device, KeyType keyType, String key, Prepared prepared, Channel channel, Instant now) {
        X509Certificate certificate = prepared.certificate();
        boolean rekeyed = before.filter(old -> !old.key().equals(key)).isPresent();
        return new Draft(
                device.subject(),
                now,
                "muster",
                new Enrolled(
                        CertificateReader.encoded(certificate),
                        certificate.getSerialNumber().toString(16),
                        certificate.getNotBefore().toInstant(),
                        certificate.getNotAfter().toInstant(),
                        key,
                        keyType.word(),
                        means,
                        rekeyed,
                        factory,
                        anchor,
                        prepared.authority(),
                        channel.tlsVersion(),
                        channel.tlsCipher()));
    }
}
