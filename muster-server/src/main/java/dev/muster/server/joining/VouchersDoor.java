package dev.muster.server.joining;

import dev.muster.core.joining.Fingerprint;
import dev.muster.core.joining.VoucherDesk;
import dev.muster.core.joining.Vouchers;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Refusing;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.voucher.Voucher;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.format.join.x509.CertificateTemplate;
import dev.muster.format.join.x509.SignedMessage;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Vouchers by which makers say whose their devices are, and who is believed to sign them (console listener):
 *
 * <pre>
 * POST /api/v1/{org}/joining/voucher-signers                       {maker, certificate: PEM} -> {fingerprint, maker, ...}
 * POST /api/v1/{org}/joining/voucher-signers/{fingerprint}/remove  {reason?}: nor what it signed
 * POST /api/v1/{org}/joining/vouchers   the voucher, {voucher: base64 or PEM} -> {maker, serial, digest, signer, until?}
 * GET  /api/v1/{org}/joining/vouchers   {signers: [...], vouchers: [...], asked: [{device, ..., request: base64}]}
 * </pre>
 */
final class VouchersDoor {
    private static final int MAX_BODY_BYTES = SignedMessage.MAX_BYTES * 2;
    private static final int MAX_REASON_CHARS = 512;

    private final Database database;
    private final Shell shell;
    private final DeviceAuthority authority;
    private final InstantSource clock;

    VouchersDoor(Database database, Shell shell, DeviceAuthority authority, InstantSource clock) {
        this.database = database;
        this.shell = shell;
        this.authority = authority;
        this.clock = clock;
    }

    record SignerBody(String maker, String certificate) {}

    record VoucherBody(String voucher) {}

    record ReasonBody(@Nullable String reason) {}

    void addTo(Routes console) {
        console.post("/api/v1/{org}/joining/voucher-signers", Need.WRITE, this::believe)
                .post("/api/v1/{org}/joining/voucher-signers/{fingerprint}/remove", Need.WRITE, this::disbelieve)
                .post("/api/v1/{org}/joining/vouchers", Need.WRITE, this::take)
                .get("/api/v1/{org}/joining/vouchers", Need.READ, this::list);
    }

    private Response believe(Request request) {
        SignerBody body = Json.read(request.body(MAX_BODY_BYTES), SignerBody.class);
        if (body.maker() == null || body.certificate() == null) {
            throw Problem.of(400, "voucher-signer-unfit", "maker and certificate are needed.")
                    .refuse();
        }
        Vouchers.Signer signer =
                Vouchers.Signer.of(CertificateReader.parse(Pem.first(body.certificate(), "CERTIFICATE")), body.maker());
        VoucherDesk.SignerAnswer answer = shell.run(
                request.org(),
                tx -> new VoucherDesk(new SqlVouchers(tx, request.org()), clock.instant()),
                desk -> desk.add(signer, request.caller().name()));
        return switch (answer) {
            case VoucherDesk.SignerAnswer.Done done -> Response.json(201, json(done.signer()));
            case VoucherDesk.SignerAnswer.Already already -> Response.json(json(already.signer()));
            case VoucherDesk.SignerAnswer.Refused refused -> throw refused(refused);
        };
    }

    private Response disbelieve(Request request) {
        byte[] body = request.body(MAX_BODY_BYTES);
        String given =
                body.length == 0 ? null : Json.read(body, ReasonBody.class).reason();
        String reason = given == null ? "" : given;
        if (reason.length() > MAX_REASON_CHARS) {
            throw Problem.of(400, "reason-too-long", "The reason is too long.").refuse();
        }
        VoucherDesk.SignerAnswer answer = shell.run(
                request.org(),
                tx -> new VoucherDesk(new SqlVouchers(tx, request.org()), clock.instant()),
                desk -> desk.remove(
                        request.parameter("fingerprint"), request.caller().name(), reason));
        if (answer instanceof VoucherDesk.SignerAnswer.Refused refused) {
            throw refused(refused);
        }
        return Response.of(204);
    }

    private Response take(Request request) {
        OrgId org = request.org();
        VoucherBody body = Json.read(request.body(MAX_BODY_BYTES), VoucherBody.class);
        if (body.voucher() == null) {
            throw Problem.of(400, "voucher-missing", "The member voucher holds it.")
                    .refuse();
        }
        byte[] bytes = bytes(body.voucher());
        Voucher voucher = Voucher.parse(bytes);
        VoucherDesk.Answer answer = shell.run(
                org,
                tx -> new VoucherDesk(new SqlVouchers(tx, org), clock.instant()),
                desk -> desk.take(voucher, bytes, own(org), request.caller().name()));
        return switch (answer) {
            case VoucherDesk.Answer.Taken taken -> Response.json(201, json(taken.voucher()));
            case VoucherDesk.Answer.Refused refused -> throw refused(refused);
            case VoucherDesk.Answer.Waits _ -> throw new IllegalStateException("nobody asked");
        };
    }

    /** Base64 of the message, or the PEM that openssl writes. */
    private static byte[] bytes(String text) {
        try {
            return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z0-9 ]+-----", ""));
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "voucher-malformed", "The voucher is not base64.")
                    .refuse();
        }
    }

    private Set<String> own(OrgId org) {
        return authority.forClients(org).stream().map(Fingerprint::of).collect(Collectors.toSet());
    }

    private Response list(Request request) {
        OrgId org = request.org();
        return database.read(tx -> {
            SqlVouchers vouchers = new SqlVouchers(tx, org);
            return Response.json(Map.of(
                    "signers",
                            vouchers.signers().stream().map(VouchersDoor::json).toList(),
                    "vouchers",
                            vouchers.vouchers().stream().map(VouchersDoor::json).toList(),
                    "asked", vouchers.asking().stream().map(VouchersDoor::json).toList()));
        });
    }

    private static RuntimeException refused(Refusing refused) {
        return Problem.refused(refused, "This is not possible.").refuse();
    }

    private static Map<String, Object> json(Vouchers.Signer signer) {
        X509Certificate certificate = signer.certificate();
        return Map.of(
                "fingerprint", signer.fingerprint(),
                "maker", signer.maker(),
                "subject", certificate.getSubjectX500Principal().getName(),
                "notAfter", certificate.getNotAfter().toInstant().toString());
    }

    private static Map<String, Object> json(Vouchers.Kept kept) {
        Map<String, Object> json = new LinkedHashMap<>(Map.of(
                "maker", kept.maker(),
                "serial", kept.serial(),
                "digest", kept.digest(),
                "signer", kept.signer()));
        Optional.of(kept.until())
                .filter(until -> until.isBefore(CertificateTemplate.NO_END))
                .ifPresent(until -> json.put("until", until.toString()));
        return json;
    }

    private static Map<String, Object> json(Vouchers.Asked asked) {
        return Map.of(
                "device", asked.device().value(),
                "maker", asked.maker(),
                "serial", asked.serial(),
                "nonce", asked.nonce(),
                "since", asked.since().toString(),
                "request", Base64.getEncoder().encodeToString(asked.request()));
    }
}
