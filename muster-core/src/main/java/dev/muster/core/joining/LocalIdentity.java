package dev.muster.core.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.SubjectName;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

/** What a device's certificate here says, whatever the request wished. */
public final class LocalIdentity {

    /**
     * Two weeks: with renewal from half of it, a device may be away for a week without noticing, and a certificate that
     * leaks is worthless soon. A device that was away longer comes back by its factory identity.
     */
    public static final Duration LIFETIME = Duration.ofDays(14);

    /** The authority outlives the support period of the products we know of. */
    public static final Duration AUTHORITY_LIFETIME = Duration.ofDays(20 * 365);

    /** As for devices: what leaks is worthless soon, and nobody has to be told that it leaked. */
    public static final Duration VERIFIER_LIFETIME = Duration.ofDays(14);

    /**
     * What a device gets that came back with a certificate that had ended, or that is not trusted at the moment: long
     * enough to show evidence, and the next renewal gives it the usual time when that evidence was good.
     */
    public static final Duration SHORT_LIFETIME = Duration.ofDays(1);

    /** How long after its end a certificate still renews itself. Beyond it the factory identity or a person is needed. */
    public static final Duration LATE_RENEWAL = Duration.ofDays(400);

    private LocalIdentity() {}

    /** How long a device's next certificate lasts, by where the device is and whether it comes in time. */
    public static Duration lifetime(DeviceState state, boolean late) {
        // One that has only joined did nothing wrong, and its certificate opens less than theirs who are in service.
        boolean fine = state == DeviceState.JOINING || (state.inService() && state != DeviceState.DEGRADED);
        return late || !fine ? SHORT_LIFETIME : LIFETIME;
    }

    /** The LDevID certificate of a device: serialNumber is the device, O the organisation. */
    public static CertificateTemplate device(OrgId org, DeviceId device, BigInteger serial, Instant now) {
        return device(org, device, serial, now, LIFETIME);
    }

    /** The same with a lifetime of its own. */
    public static CertificateTemplate device(
            OrgId org, DeviceId device, BigInteger serial, Instant now, Duration lifetime) {
        return new CertificateTemplate(
                SubjectName.device(org.value(), device.value()),
                serial,
                // A device whose clock is a little behind would not take its own certificate otherwise.
                now.minus(CertificatePath.MAX_CLOCK_SKEW),
                now.plus(lifetime),
                CertificatePurpose.DEVICE);
    }

    /** The certificate of an organisation's authority for devices. */
    public static CertificateTemplate authority(OrgId org, BigInteger serial, Instant now) {
        return new CertificateTemplate(
                SubjectName.authority(org.value(), org.value() + " device CA"),
                serial,
                now.minus(CertificatePath.MAX_CLOCK_SKEW),
                now.plus(AUTHORITY_LIFETIME),
                CertificatePurpose.AUTHORITY);
    }

    /** The certificate of who signs an organisation's attestation results. */
    public static CertificateTemplate verifier(OrgId org, BigInteger serial, Instant now) {
        return new CertificateTemplate(
                SubjectName.verifier(org.value()),
                serial,
                now.minus(CertificatePath.MAX_CLOCK_SKEW),
                now.plus(VERIFIER_LIFETIME),
                CertificatePurpose.VERIFIER);
    }

    /** The certificate of who lets people work on an organisation's devices. */
    public static CertificateTemplate maintenance(OrgId org, BigInteger serial, Instant now) {
        return new CertificateTemplate(
                SubjectName.maintenance(org.value()),
                serial,
                now.minus(CertificatePath.MAX_CLOCK_SKEW),
                now.plus(VERIFIER_LIFETIME),
                CertificatePurpose.MAINTENANCE);
    }

    /** The certificate of who answers requests in CMC for an organisation. */
    public static CertificateTemplate responder(OrgId org, BigInteger serial, Instant now) {
        return new CertificateTemplate(
                SubjectName.authority(org.value(), "CMC responder"),
                serial,
                now.minus(CertificatePath.MAX_CLOCK_SKEW),
                now.plus(VERIFIER_LIFETIME),
                CertificatePurpose.RESPONDER);
    }

    /** The certificate of a device's attestation key. It names the device and opens no door: TLS cannot use such a key. */
    public static CertificateTemplate attestationKey(OrgId org, DeviceId device, BigInteger serial, Instant now) {
        return new CertificateTemplate(
                SubjectName.device(org.value(), device.value()),
                serial,
                now.minus(CertificatePath.MAX_CLOCK_SKEW),
                now.plus(LIFETIME.multipliedBy(2)),
                CertificatePurpose.ATTESTATION_KEY);
    }

    /** When a device should begin to renew. */
    public static Instant renewFrom(Instant notBefore, Instant notAfter) {
        return notBefore.plus(Duration.between(notBefore, notAfter).dividedBy(2));
    }
}
