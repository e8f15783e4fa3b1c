package dev.muster.server.devices;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Tx;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Knows who issues certificates to devices and which one is a device's present one; the wiring knows who keeps that. */
public interface DeviceCertificates {
    /**
     * Whose certificates are accepted: the authority in force first, then one that is announced or that it followed. Empty
     * when there is no such organisation.
     */
    List<X509Certificate> authorities(OrgId org);

    /** Those, and authorities that ended after their last certificate had: who was away that long is still known. */
    List<X509Certificate> everyAuthority(OrgId org);

    /** Whether the certificate has the key that the device is enrolled under. */
    boolean isPresent(Tx tx, OrgId org, DeviceId device, X509Certificate certificate);

    /** Changes whenever devices should ask again who the authorities are. */
    String authoritiesTag(OrgId org);

    /** In what time a device should renew although its certificate is young; empty when it need not. */
    Optional<Duration> renewWithin(OrgId org, DeviceId device, X509Certificate certificate);
}
