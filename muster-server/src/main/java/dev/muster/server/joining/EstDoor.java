package dev.muster.server.joining;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.joining.Channel;
import dev.muster.core.joining.Identification;
import dev.muster.core.joining.JoiningDesk;
import dev.muster.core.joining.JoiningDesk.Answer;
import dev.muster.core.joining.JoiningDesk.Prepared;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.MalformedException;
import dev.muster.format.join.est.CertsOnly;
import dev.muster.format.join.est.EstBase64;
import dev.muster.format.join.est.EstMessage;
import dev.muster.format.join.x509.CertificatePath;
import dev.muster.format.join.x509.CertificationRequest;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.devices.DeviceAuthentication;
import dev.muster.server.devices.DeviceAuthentication.Result;
import dev.muster.server.devices.SqlDeviceRegister;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Refused;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/**
 * EST (RFC 7030) under {@code /.well-known/est/{org}/}. Parsing, the chain and the proof of possession are checked before
 * the transaction, and the certificate is signed before it; the desk then says whether anybody gets it.
 */
public final class EstDoor {

    /** The request in base64 with line breaks. */
    private static final int MAX_BODY_BYTES = CertificationRequest.MAX_BYTES * 3 / 2;

    private final Database database;
    private final Shell shell;
    private final DeviceAuthority authority;
    private final DeviceAuthentication authentication;
    private final Refusals refusals;
    private final InstantSource clock;

    public EstDoor(
            Database database,
            Shell shell,
            DeviceAuthority authority,
            DeviceAuthentication authentication,
            Refusals refusals,
            InstantSource clock) {
        this.database = database;
        this.shell = shell;
        this.authority = authority;
        this.authentication = authentication;
        this.refusals = refusals;
        this.clock = clock;
    }

    public void addTo(Routes devices) {
        devices.get(EstMessage.path("{org}", EstMessage.CACERTS), Need.NOTHING, this::cacerts)
                .post(EstMessage.path("{org}", EstMessage.SIMPLE_ENROLL), Need.NOTHING, this::simpleEnroll)
                .post(EstMessage.path("{org}", EstMessage.SIMPLE_REENROLL), Need.NOTHING, this::simpleReenroll);
    }

    private Response cacerts(Request request) {
        X509Certificate certificate = authorityOf(org(request));
        return certificates(EstMessage.PKCS7, certificate);
    }

    private Response simpleEnroll(Request request) {
        OrgId org = org(request);
        authorityOf(org);
        List<X509Certificate> chain = request.clientCertificates();
        if (chain.isEmpty() || chain.size() > CertificatePath.MAX_CERTIFICATES) {
            throw refused(request, org, 401, "certificate-missing", "A factory certificate is needed.", "");
        }
        Identification who = Identification.of(
                new CertificatePath(chain),
                database.read(tx -> new SqlJoiningStore(tx, org).anchors()),
                clock.instant());
        return switch (who) {
            case Identification.Stranger stranger ->
                throw refused(request, org, 401, stranger.reason(), stranger.detail(), stranger.claimed());
            case Identification.Identified identified -> {
                CertificationRequest csr = csr(request, org, identified.device().value());
                Prepared prepared = authority.prepare(org, identified.device(), csr);
                Answer answer = decide(org, desk -> desk.enroll(identified, csr, prepared, channel(request)));
                yield answer(request, org, answer, identified.device().value());
            }
        };
    }

    private Response simpleReenroll(Request request) {
        OrgId org = org(request);
        authorityOf(org);
        return switch (authentication.authenticate(request, org, CertificateUse.RENEWAL)) {
            case Result.Refused refused ->
                throw refused(
                        request,
                        org,
                        refused.reason().startsWith("device-") ? 403 : 401,
                        refused.reason(),
                        refused.detail(),
                        "");
            case Result.Known known -> {
                CertificationRequest csr = csr(request, org, known.device().value());
                Prepared prepared = authority.prepare(org, known.device(), csr);
                Answer answer = decide(
                        org,
                        desk -> desk.reenroll(known.device(), known.certificate(), csr, prepared, channel(request)));
                yield answer(request, org, answer, known.device().value());
            }
        };
    }

    private Answer decide(OrgId org, Function<JoiningDesk, Decision<Answer>> decide) {
        return shell.run(
                org,
                tx -> new JoiningDesk(new SqlJoiningStore(tx, org), new SqlDeviceRegister(tx, org), clock.instant()),
                decide);
    }

    private CertificationRequest csr(Request request, OrgId org, String device) {
        if (!request.contentType().equals(EstMessage.PKCS10)) {
            throw Problem.of(415, "content-type", "The body must be " + EstMessage.PKCS10 + ".")
                    .refuse();
        }
        byte[] body = request.body(MAX_BODY_BYTES);
        CertificationRequest csr;
        try {
            csr = CertificationRequest.parse(EstBase64.decode(body, CertificationRequest.MAX_BYTES));
        } catch (MalformedException e) {
            refusals.note(org, "request-malformed", String.valueOf(e.getMessage()), device, request.remoteAddress());
            throw e;
        }
        if (!csr.provesPossession()) {
            throw refused(
                    request, org, 400, "possession-unproven", "The request is not signed by its own key.", device);
        }
        return csr;
    }

    private Response answer(Request request, OrgId org, Answer answer, String device) {
        return switch (answer) {
            case Answer.Issued issued -> certificates(EstMessage.CERTS_ONLY, issued.certificate());
            case Answer.Present present -> certificates(EstMessage.CERTS_ONLY, present.certificate());
            case Answer.Refused refused -> throw refused(request, org, 403, refused.reason(), refused.detail(), device);
        };
    }

    /** Every refusal is counted; the device's own mistakes too, because a field engineer looks for them. */
    private Refused refused(Request request, OrgId org, int status, String reason, String detail, String claimed) {
        refusals.note(org, reason, detail, claimed, request.remoteAddress());
        return Problem.of(status, reason, "No certificate is issued.", detail).refuse();
    }

    private X509Certificate authorityOf(OrgId org) {
        return authority.authority(org).orElseThrow(() -> Problem.notFound().refuse());
    }

    private static Channel channel(Request request) {
        return new Channel(request.tlsVersion(), request.tlsCipher());
    }

    private static Response certificates(String type, X509Certificate certificate) {
        byte[] message = new CertsOnly(List.of(certificate)).encode();
        return Response.ok(type, EstBase64.encode(message)).with("content-transfer-encoding", "base64");
    }

    private static OrgId org(Request request) {
        try {
            return new OrgId(request.parameter("org"));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound().refuse();
        }
    }
}
