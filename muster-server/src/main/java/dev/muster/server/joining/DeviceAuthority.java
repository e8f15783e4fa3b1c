package dev.muster.server.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.UuidV7;
import dev.muster.core.joining.Fingerprint;
import dev.muster.core.joining.JoiningDesk.Prepared;
import dev.muster.core.joining.LocalIdentity;
import dev.muster.core.joining.authorities.Authority;
import dev.muster.core.joining.authorities.Role;
import dev.muster.core.joining.authorities.Standing;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.join.x509.CertificatePurpose;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.CertificateTemplate.Issuer;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.config.AuthorityConfig;
import dev.muster.server.devices.DeviceCertificates;
import dev.muster.server.joining.authorities.Authorities;
import dev.muster.server.joining.authorities.Known;
import dev.muster.server.joining.authorities.StatusPoints;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Issues what an organisation's authorities issue: certificates of devices, and of who signs attestation results. */
public final class DeviceAuthority implements DeviceCertificates {
    private static final int PERMILLE = 1_000;

    private record Speaker(OrgId org, CertificatePurpose purpose) {}

    private record Verifier(Authority issuer, List<X509Certificate> chain) {}

    private final Authorities authorities;
    private final AuthorityConfig config;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Map<Speaker, Verifier> verifiers = new ConcurrentHashMap<>();

    public DeviceAuthority(Authorities authorities, AuthorityConfig config, InstantSource clock, SecureRandom random) {
        this.authorities = authorities;
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    /** The authority that issues to devices; empty when there is no such organisation. */
    public Optional<X509Certificate> authority(OrgId org) {
        return authorities.of(org).active(Role.DEVICE).map(Authority::certificate);
    }

    @Override
    public List<X509Certificate> authorities(OrgId org) {
        return authorities.of(org).accepted(Role.DEVICE).stream()
                .map(Authority::certificate)
                .toList();
    }

    @Override
    public List<X509Certificate> everyAuthority(OrgId org) {
        Known known = authorities.of(org);
        List<X509Certificate> every = new ArrayList<>();
        known.accepted(Role.DEVICE).forEach(each -> every.add(each.certificate()));
        known.all().stream()
                .filter(each -> each.role() == Role.DEVICE && each.standing() == Standing.RETIRED)
                .forEach(each -> every.add(each.certificate()));
        return every;
    }

    @Override
    public String authoritiesTag(OrgId org) {
        return authorities.of(org).tag();
    }

    /** Everybody at another moment, the same for one device however often it asks. */
    @Override
    public Optional<Duration> renewWithin(OrgId org, DeviceId device, X509Certificate certificate) {
        Known known = authorities.of(org);
        Authority active = known.active(Role.DEVICE).orElseThrow();
        if (known.paused()
                || certificate
                        .getIssuerX500Principal()
                        .equals(active.certificate().getSubjectX500Principal())) {
            return Optional.empty();
        }
        byte[] digest = Sha256.of((device.value() + active.fingerprint()).getBytes(StandardCharsets.UTF_8));
        int share = Math.floorMod(new BigInteger(digest).intValue(), PERMILLE);
        Instant moment = active.since().plus(config.spread().multipliedBy(share).dividedBy(PERMILLE));
        Duration left = Duration.between(clock.instant(), moment);
        return Optional.of(left.isNegative() ? Duration.ZERO : left);
    }

    /** What EST's cacerts says of the organisation. */
    List<X509Certificate> forClients(OrgId org) {
        return authorities.of(org).forClients();
    }

    @Override
    public boolean isPresent(Tx tx, OrgId org, DeviceId device, X509Certificate certificate) {
        return new SqlJoiningStore(tx, org).holds(device, Fingerprint.of(certificate.getPublicKey()));
    }

    /** Signs the certificate that the device gets when the desk says yes. */
    Prepared prepare(OrgId org, DeviceId device, CertificationRequest csr, Duration lifetime) {
        Authority active = authorities.of(org).active(Role.DEVICE).orElseThrow();
        Instant now = clock.instant();
        BigInteger serial = CertificateTemplate.randomSerial(random);
        CertificateTemplate template = LocalIdentity.device(org, device, serial, now, lifetime);
        X509Certificate certificate = StatusPoints.of(config, org, active.fingerprint(), serial)
                .map(template::saying)
                .orElse(template)
                .issue(csr.publicKey(), authorities.issuer(org, active));
        return new Prepared(certificate, active.fingerprint(), UuidV7.of(now, random));
    }

    /**
     * A certificate for the key that signs the organisation's attestation results, with what is above it. The same one until
     * half of its time is over; none of them is kept, because the next costs one signature.
     */
    public List<X509Certificate> verifier(OrgId org, PublicKey key) {
        return speaker(org, key, CertificatePurpose.VERIFIER);
    }

    /** A certificate that is valid now, for this key, as who lets people work on devices; what is above it after it. */
    public List<X509Certificate> maintenance(OrgId org, PublicKey key) {
        return speaker(org, key, CertificatePurpose.MAINTENANCE);
    }

    /** A certificate that is valid now, for this key, as who answers requests in CMC; what is above it after it. */
    List<X509Certificate> responder(OrgId org, PublicKey key) {
        return speaker(org, key, CertificatePurpose.RESPONDER);
    }

    private List<X509Certificate> speaker(OrgId org, PublicKey key, CertificatePurpose purpose) {
        Known all = authorities.of(org);
        // Devices that joined before there were roots know the authority that they joined, and nobody above it.
        Authority issuing = all.active(Role.DEVICE)
                .filter(Authority::standsAlone)
                .or(() -> all.active(Role.INFRASTRUCTURE))
                .orElseThrow();
        Speaker speaker = new Speaker(org, purpose);
        Verifier known = verifiers.get(speaker);
        if (known != null
                && known.issuer().equals(issuing)
                && known.chain().getFirst().getPublicKey().equals(key)
                && !isHalfOver(known.chain().getFirst())) {
            return known.chain();
        }
        Issuer issuer = authorities.issuer(org, issuing);
        List<X509Certificate> chain = new ArrayList<>();
        BigInteger serial = CertificateTemplate.randomSerial(random);
        CertificateTemplate template = switch (purpose) {
            case MAINTENANCE -> LocalIdentity.maintenance(org, serial, clock.instant());
            case RESPONDER -> LocalIdentity.responder(org, serial, clock.instant());
            default -> LocalIdentity.verifier(org, serial, clock.instant());
        };
        chain.add(template.issue(key, issuer));
        if (!issuing.standsAlone()) {
            chain.addAll(all.above(issuing));
        }
        verifiers.put(speaker, new Verifier(issuing, List.copyOf(chain)));
        return List.copyOf(chain);
    }

    /**
     * A certificate for an attestation key that a device proved to be in its TPM, from the attestation authority; from the one for
     * devices in an organisation of before there was a hierarchy.
     */
    public X509Certificate attestationKey(OrgId org, DeviceId device, PublicKey key) {
        Known known = authorities.of(org);
        Authority issuing = known.active(Role.ATTESTATION)
                .or(() -> known.active(Role.DEVICE))
                .orElseThrow();
        return LocalIdentity.attestationKey(org, device, CertificateTemplate.randomSerial(random), clock.instant())
                .issue(key, authorities.issuer(org, issuing));
    }

    private boolean isHalfOver(X509Certificate certificate) {
        Instant half = LocalIdentity.renewFrom(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
        return !clock.instant().isBefore(half);
    }
}
