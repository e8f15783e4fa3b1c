package dev.muster.core.joining;

import dev.muster.core.devices.DeviceId;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * What the register knows of a device's present certificate.
 *
 * @param key digest of its SubjectPublicKeyInfo
 * @param factory digest of the IDevID certificate that the device first showed
 * @param released whether an operator let the device enrol anew; the certificate is good no longer
 */
public record Enrolment(DeviceId device, X509Certificate certificate, String key, String factory, boolean released) {

    /** From here on a renewal with the same key gives a new certificate: half of its life. */
    public Instant renewFrom() {
        return LocalIdentity.renewFrom(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }
}
