package dev.muster.core.joining;

import dev.muster.core.devices.DeviceId;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * What the register knows of a device's present certificate.
 *
 * @param key digest of its SubjectPublicKeyInfo
 * @param factory digest of the IDevID certificate that the device first showed
 * @param released whether an operator let the device enrol anew; the certificate is good no longer
 * @param previousKey digest of the key that this one replaced
 * @param authority digest of the authority that issued the certificate; empty when that was before it was kept
 */
public record Enrolment(
        DeviceId device,
        X509Certificate certificate,
        String key,
        String factory,
        boolean released,
        Optional<String> previousKey,
        String authority) {

    /** A first enrolment: no key was replaced. */
    public Enrolment(DeviceId device, X509Certificate certificate, String key, String factory, boolean released) {
        this(device, certificate, key, factory, released, Optional.empty(), "");
    }

    /** From here on a renewal with the same key gives a new certificate: half of its life. */
    public Instant renewFrom() {
        return LocalIdentity.renewFrom(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    /** Whether another authority than this one issued the certificate. */
    boolean isOfAnother(String issuing) {
        return !authority.isEmpty() && !authority.equals(issuing);
    }

    boolean endedBefore(Instant now) {
        return now.isAfter(certificate.getNotAfter().toInstant());
    }

    /** Whether a device that shows this key has not heard that it was replaced by {@code next}. */
    boolean replaced(String key, String next) {
        return !released && previousKey.filter(key::equals).isPresent() && this.key.equals(next);
    }
}
