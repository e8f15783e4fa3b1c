package dev.muster.server.devices;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Tx;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** Knows who issues certificates to devices and which one is a device's present one; the wiring knows who keeps that. */
public interface DeviceCertificates {
    /** The authority of the organisation for its devices; empty when there is no such organisation. */
    Optional<X509Certificate> authority(OrgId org);

    /** Whether the certificate has the key that the device is enrolled under. */
    boolean isPresent(Tx tx, OrgId org, DeviceId device, X509Certificate certificate);
}
