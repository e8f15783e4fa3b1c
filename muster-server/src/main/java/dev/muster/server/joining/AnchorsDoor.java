package dev.muster.server.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.joining.Admission;
import dev.muster.core.joining.Anchor;
import dev.muster.core.joining.AnchorDesk;
import dev.muster.core.joining.Fingerprint;
import dev.muster.core.joining.JoiningDesk;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.devices.SqlDeviceRegister;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The makers' authorities an organisation trusts, and the release of a device (console listener, JSON):
 *
 * <pre>
 * POST   /api/v1/{org}/anchors                       {maker, certificate: PEM, admission?: any | registered | approval | voucher}
 *                                                    -> {fingerprint, maker, admission, subject, notAfter}
 * GET    /api/v1/{org}/anchors                       {anchors: [...]}
 * DELETE /api/v1/{org}/anchors/{fingerprint}         204
 * POST   /api/v1/{org}/anchors/{fingerprint}/remove  {reason?} the same, with why
 * GET    /api/v1/{org}/authority                     {fingerprint, subject, notAfter, certificate: PEM, chain: PEMs}
 * POST   /api/v1/{org}/devices/{id}/ownership/release  {reason?}: the device may enrol under another key
 * </pre>
 */
public final class AnchorsDoor {

    private static final int MAX_BODY_BYTES = 32 * 1024;
    private static final int MAX_REASON_CHARS = 512;

    private final Database database;
    private final Shell shell;
    private final DeviceAuthority authority;
    private final InstantSource clock;

    public AnchorsDoor(Database database, Shell shell, DeviceAuthority authority, InstantSource clock) {
        this.authority = authority;
        this.database = database;
        this.shell = shell;
        this.clock = clock;
    }

    record AnchorBody(
            String maker, String certificate, @Nullable String admission) {}

    record ReasonBody(@Nullable String reason) {}

    public void addTo(Routes console) {
        console.post("/api/v1/{org}/anchors", Need.WRITE, this::add)
                .get("/api/v1/{org}/anchors", Need.READ, this::list)
                .delete("/api/v1/{org}/anchors/{fingerprint}", Need.WRITE, request -> remove(request, ""))
                .post(
                        "/api/v1/{org}/anchors/{fingerprint}/remove",
                        Need.WRITE,
                        request -> remove(request, why(request)))
                .get("/api/v1/{org}/authority", Need.READ, this::authority)
                .post("/api/v1/{org}/devices/{id}/ownership/release", Need.WRITE, this::release);
    }

    private Response add(Request request) {
        OrgId org = request.org();
        AnchorBody body = Json.read(request.body(MAX_BODY_BYTES), AnchorBody.class);
        if (body.maker() == null || body.certificate() == null) {
            throw Problem.of(400, "anchor-unfit", "maker and certificate are needed.")
                    .refuse();
        }
        String word = body.admission() == null ? Admission.ANY.word() : body.admission();
        Admission admission = Admission.ofWord(word)
                .orElseThrow(() -> Problem.of(
                                400,
                                "admission-unknown",
                                "admission is one of any, registered, approval, voucher.",
                                word)
                        .refuse());
        Anchor anchor = Anchor.of(
                CertificateReader.parse(Pem.first(body.certificate(), "CERTIFICATE")), body.maker(), admission);
        AnchorDesk.Answer answer = shell.run(
                org,
                tx -> new SqlJoiningStore(tx, org),
                store -> AnchorDesk.add(anchor, store, request.caller().name(), clock.instant()));
        return switch (answer) {
            case AnchorDesk.Answer.Done done -> Response.json(201, json(done.anchor(), clock.instant()));
            case AnchorDesk.Answer.Already already -> Response.json(json(already.anchor(), clock.instant()));
            case AnchorDesk.Answer.Refused refused -> throw refused(refused);
        };
    }

    private Response list(Request request) {
        OrgId org = request.org();
        List<Anchor> anchors = database.read(tx -> new SqlJoiningStore(tx, org).anchors());
        Instant now = clock.instant();
        return Response.json(
                Map.of("anchors", anchors.stream().map(each -> json(each, now)).toList()));
    }

    private Response remove(Request request, String reason) {
        OrgId org = request.org();
        AnchorDesk.Answer answer = shell.run(
                org,
                tx -> new SqlJoiningStore(tx, org),
                store -> AnchorDesk.remove(
                        request.parameter("fingerprint"),
                        store,
                        request.caller().name(),
                        reason,
                        clock.instant()));
        return switch (answer) {
            case AnchorDesk.Answer.Done _, AnchorDesk.Answer.Already _ -> Response.of(204);
            case AnchorDesk.Answer.Refused refused -> throw refused(refused);
        };
    }

    private Response authority(Request request) {
        OrgId org = request.org();
        X509Certificate certificate =
                authority.authority(org).orElseThrow(() -> Problem.notFound().refuse());
        return Response.json(Map.of(
                "fingerprint", Fingerprint.of(certificate),
                "subject", certificate.getSubjectX500Principal().getName(),
                "notAfter", certificate.getNotAfter().toInstant().toString(),
                "certificate", pem(certificate),
                "chain",
                        authority.forClients(org).stream().map(AnchorsDoor::pem).collect(Collectors.joining())));
    }

    private static String pem(X509Certificate certificate) {
        return new Pem("CERTIFICATE", CertificateReader.encoded(certificate)).encode();
    }

    private Response release(Request request) {
        OrgId org = request.org();
        String id = request.parameter("id");
        if (!DeviceId.isDeviceId(id)) {
            throw Problem.notFound().refuse();
        }
        String reason = why(request);
        JoiningDesk.Answer answer = shell.run(
                org,
                tx -> new JoiningDesk(new SqlJoiningStore(tx, org), new SqlDeviceRegister(tx, org), clock.instant()),
                desk -> desk.release(new DeviceId(id), request.caller().name(), reason));
        return switch (answer) {
            case JoiningDesk.Answer.Issued _, JoiningDesk.Answer.Present _, JoiningDesk.Answer.Waits _ ->
                Response.of(204);
            case JoiningDesk.Answer.Refused refused -> throw refused(refused);
        };
    }

    private static String why(Request request) {
        byte[] body = request.body(MAX_BODY_BYTES);
        String reason =
                body.length == 0 ? null : Json.read(body, ReasonBody.class).reason();
        if (reason != null && reason.length() > MAX_REASON_CHARS) {
            throw Problem.of(400, "reason-too-long", "The reason is too long.").refuse();
        }
        return reason == null ? "" : reason;
    }

    private static RuntimeException refused(Refusing refused) {
        return Problem.refused(refused, "This is not possible.").refuse();
    }

    private static Map<String, Object> json(Anchor anchor, Instant now) {
        return Map.of(
                "fingerprint", anchor.fingerprint(),
                "maker", anchor.maker(),
                "admission", anchor.admission().word(),
                "subject", anchor.certificate().getSubjectX500Principal().getName(),
                "notAfter", anchor.ends().toString(),
                "standing", anchor.standing(now));
    }
}
