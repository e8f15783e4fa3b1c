package dev.muster.server.devices;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.devices.Device;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.ledger.Actor;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.SubjectName;
import dev.muster.format.join.x509.X509Exception;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Refused;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who a device is at a door: from the certificate of the TLS handshake, which proved that the peer has the key. The
 * certificate must be issued by this organisation's authority, be valid now, be the device's present one, and the
 * device's state must allow what the door is for.
 */
public final class DeviceAuthentication {

    /** What the handshake and the register say together. */
    public sealed interface Result {
        /** @param certificate the LDevID certificate; its key also signs the device's evidence and reports */
        record Known(OrgId org, DeviceId device, DeviceState state, X509Certificate certificate) implements Result {}

        /**
         * @param reason {@code certificate-missing}, {@code certificate-untrusted}, {@code certificate-expired}, {@code
         *     certificate-superseded}, {@code device-unknown}, {@code device-<state>}
         */
        record Refused(Kind kind, String reason, String detail) implements Result, Refusing {}
    }

    /** About 2 KiB each; when it is full it starts over, which costs each device one signature check. */
    private static final int MAX_VERIFIED = 16_384;

    /** What the register said; small beside the certificate, which the connection holds anyway. */
    private static final int MAX_STANDINGS = 65_536;

    /** Good for as long as nothing was written about the device; whom a certificate names does not change. */
    private record Standing(OrgId org, DeviceId id, Optional<Device> device, boolean present, long change) {}

    private final Map<X509Certificate, X509Certificate> verified = new ConcurrentHashMap<>();
    private final Map<X509Certificate, Standing> standings = new ConcurrentHashMap<>();
    private final DeviceChanges changes;
    private final Database database;
    private final DeviceCertificates certificates;
    private final InstantSource clock;

    public DeviceAuthentication(
            Database database, DeviceCertificates certificates, DeviceChanges changes, InstantSource clock) {
        this.database = database;
        this.changes = changes;
        this.certificates = certificates;
        this.clock = clock;
    }

    /**
     * @param org from the request's path
     * @param use what the door is for
     */
    public Result authenticate(Request request, OrgId org, CertificateUse use) {
        List<X509Certificate> chain = request.clientCertificates();
        if (chain.isEmpty()) {
            return new Result.Refused(Refusing.Kind.UNPROVEN, "certificate-missing", "no client certificate");
        }
        // An organisation that does not exist is answered like one that did not issue the certificate.
        List<X509Certificate> issuers =
                use == CertificateUse.RENEWAL ? certificates.everyAuthority(org) : certificates.authorities(org);
        if (issuers.isEmpty() || chain.size() > CertificatePath.MAX_CERTIFICATES) {
            return new Result.Refused(
                    Refusing.Kind.UNPROVEN, "certificate-untrusted", "not issued by this organisation");
        }
        return switch (validate(leaf(chain), issuers)) {
            case CertificatePath.Outcome.Invalid invalid ->
                new Result.Refused(
                        Refusing.Kind.UNPROVEN,
                        invalid.reason().equals("certificate-expired") ? invalid.reason() : "certificate-untrusted",
                        invalid.detail());
            case CertificatePath.Outcome.Valid _ -> registered(request, chain.getFirst(), org, use);
        };
    }

    /** Each certificate is issued by one of the authorities itself, whatever a device sends along. */
    private static CertificatePath leaf(List<X509Certificate> chain) {
        return new CertificatePath(List.of(chain.getFirst()));
    }

    /** The signature of a certificate does not change, so it is checked once; the time and who is accepted always. */
    private CertificatePath.Outcome validate(CertificatePath path, List<X509Certificate> authorities) {
        Instant now = clock.instant();
        X509Certificate issuer = verified.get(path.leaf());
        if (issuer != null && authorities.contains(issuer)) {
            return path.untimely(now)
                    .<CertificatePath.Outcome>map(invalid -> invalid)
                    .orElseGet(() -> new CertificatePath.Outcome.Valid(issuer));
        }
        CertificatePath.Outcome outcome = path.validate(authorities, now);
        if (outcome instanceof CertificatePath.Outcome.Valid valid) {
            if (verified.size() >= MAX_VERIFIED) {
                verified.clear();
            }
            verified.put(path.leaf(), valid.anchor());
        }
        return outcome;
    }

    /** The same for a door that only goes on with a device: everything else is answered 401 or 403. */
    public Result.Known require(Request request, OrgId org, CertificateUse use) {
        return switch (authenticate(request, org, use)) {
            case Result.Known known -> known;
            case Result.Refused refused -> throw refusal(request, refused);
        };
    }

    private Result registered(Request request, X509Certificate certificate, OrgId org, CertificateUse use) {
        Result result = registered(certificate, org, use);
        if (result instanceof Result.Known known) {
            request.recognised(Actor.device(known.device().value()));
        }
        return result;
    }

    /**
     * The device that a certificate of this organisation names, also when it has ended or was replaced; empty when the
     * certificate is not of this organisation's authority. Says nothing about whether it is good for anything.
     */
    public Optional<DeviceId> named(List<X509Certificate> chain, OrgId org) {
        List<X509Certificate> issuers = certificates.everyAuthority(org);
        if (chain.isEmpty() || chain.size() > CertificatePath.MAX_CERTIFICATES || issuers.isEmpty()) {
            return Optional.empty();
        }
        Instant whenGood = chain.getFirst().getNotBefore().toInstant();
        return leaf(chain).validate(issuers, whenGood) instanceof CertificatePath.Outcome.Valid
                ? name(chain.getFirst(), org)
                : Optional.empty();
    }

    /** RFC 9110 §11.6.1: 401 names a way to authenticate. Here it is the handshake, which no registered scheme names. */
    private static RuntimeException refusal(Request request, Result.Refused refused) {
        Problem problem = Problem.refused(refused, "This device may not do this here.");
        return problem.status() != 401
                ? problem.refuse()
                : new Refused(Response.problem(problem, request)
                        .with("www-authenticate", "ClientCertificate realm=\"muster\""));
    }

    private Result registered(X509Certificate certificate, OrgId org, CertificateUse use) {
        Standing before = standings.get(certificate);
        Optional<DeviceId> id =
                before != null && before.org().equals(org) ? Optional.of(before.id()) : name(certificate, org);
        if (id.isEmpty()) {
            return new Result.Refused(
                    Refusing.Kind.UNPROVEN, "certificate-untrusted", "the certificate names no device");
        }
        Standing standing = standing(certificate, org, id.get(), before);
        if (standing.device().isEmpty()) {
            return new Result.Refused(Refusing.Kind.FORBIDDEN, "device-unknown", "the device is not on the register");
        }
        if (!standing.present()) {
            return new Result.Refused(
                    Refusing.Kind.UNPROVEN, "certificate-superseded", "not the device's present certificate");
        }
        DeviceState state = standing.device().get().state();
        return use.allowedIn(state)
                ? new Result.Known(org, id.get(), state, certificate)
                : new Result.Refused(Refusing.Kind.FORBIDDEN, "device-" + state.word(), "not in this state");
    }

    /** Asked again only when something was written about the device; every request of a device comes by here. */
    private Standing standing(X509Certificate certificate, OrgId org, DeviceId id, @Nullable Standing before) {
        // Read before the question: what is written while it is answered makes the answer old at once.
        long change = changes.of(org, id);
        if (before != null && before.org().equals(org) && changes.complete() && before.change() == change) {
            return before;
        }
        Standing now = database.read(tx -> new Standing(
                org,
                id,
                new SqlDeviceRegister(tx, org).device(id),
                certificates.isPresent(tx, org, id, certificate),
                change));
        if (standings.size() >= MAX_STANDINGS) {
            standings.clear();
        }
        standings.put(certificate, now);
        return now;
    }

    /** What a device should know beside the answer: who the authorities are, and whether to renew early. */
    public Response advised(Response response, Result.Known known) {
        Response tagged = response.with("muster-authorities", certificates.authoritiesTag(known.org()));
        return certificates
                .renewWithin(known.org(), known.device(), known.certificate())
                .map(within -> tagged.with("muster-renew-within", Long.toString(within.toSeconds())))
                .orElse(tagged);
    }

    private static Optional<DeviceId> name(X509Certificate certificate, OrgId org) {
        try {
            SubjectName subject = SubjectName.of(certificate.getSubjectX500Principal());
            return subject.organization().filter(org.value()::equals).isPresent()
                    ? subject.serialNumber().filter(DeviceId::isDeviceId).map(DeviceId::new)
                    : Optional.empty();
        } catch (X509Exception e) {
            return Optional.empty();
        }
    }
}
