package dev.muster.core.joining.authorities;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.SubjectName;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

/** How long authorities last and what their certificates say. */
public final class Lifetimes {
    /** Outlives the support period of the products we know of, so that a device meets one rollover of roots at most. */
    public static final Duration ROOT = Duration.ofDays(20 * 365);

    /** Half of it is left when the next one should be announced, and every device renews many times within that. */
    public static final Duration SUBORDINATE = Duration.ofDays(10 * 365);

    /** A rollover takes as long as the longest certificate lives; this is ten times that. */
    public static final Duration WARNED_BEFORE = Duration.ofDays(180);

    /** Nobody revokes a status signer: it is over soon. */
    public static final Duration STATUS_SIGNER = Duration.ofDays(7);

    private Lifetimes() {}

    /**
     * @param mark tells generations apart in names that people read
     * @param notAfter of the root that certifies it; nothing outlives its issuer
     */
    public static CertificateTemplate authority(
            OrgId org, Role role, String mark, BigInteger serial, Instant now, Instant notAfter) {
        boolean root = role == Role.ROOT;
        Instant end = now.plus(root ? ROOT : SUBORDINATE);
        return new CertificateTemplate(
                SubjectName.authority(org.value(), org.value() + " " + role.word() + " CA " + mark),
                serial,
                now.minus(CertificatePath.MAX_CLOCK_SKEW),
                end.isAfter(notAfter) ? notAfter : end,
                root ? CertificatePurpose.ROOT : CertificatePurpose.AUTHORITY);
    }

    /** Who answers for a device authority when the state of a certificate is asked for. */
    public static CertificateTemplate statusSigner(OrgId org, BigInteger serial, Instant now) {
        return new CertificateTemplate(
                SubjectName.authority(org.value(), org.value() + " status signer"),
                serial,
                now.minus(CertificatePath.MAX_CLOCK_SKEW),
                now.plus(STATUS_SIGNER),
                CertificatePurpose.STATUS);
    }
}
