package dev.muster.server.attestation.tpm;

import dev.muster.core.attestation.tpm.KeyHome;
import dev.muster.core.attestation.tpm.TpmDesk;
import dev.muster.core.attestation.tpm.TpmMaker;
import dev.muster.core.attestation.tpm.TpmRefusal;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.crypto.Pem;
import dev.muster.format.join.x509.CertificateReader;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whose TPMs an organisation believes, and which TPM each device has (console listener, JSON):
 *
 * <pre>
 * POST   /api/v1/{org}/tpm/makers                {maker, certificate: PEM, home?: hardware-tpm | software-tpm}
 *                                                -> {fingerprint, maker, home, subject, notAfter}
 * GET    /api/v1/{org}/tpm/makers                {makers: [...]}
 * DELETE /api/v1/{org}/tpm/makers/{fingerprint}  204
 * POST   /api/v1/{org}/tpm/devices               {list: lines of "serial,digest of the endorsement key"}
 *                                                -> {listed, known, refused: [{line, reason, detail}]}
 * </pre>
 */
public final class TpmMakersDoor {
    /** One transaction holds up the organisation's other writers for so long. */
    private static final int MAX_LINES = 5_000;

    private final Database database;
    private final Shell shell;
    private final InstantSource clock;

    public TpmMakersDoor(Database database, Shell shell, InstantSource clock) {
        this.database = database;
        this.shell = shell;
        this.clock = clock;
    }

    record MakerBody(
            String maker, String certificate, @Nullable String home) {}

    record ListBody(String list) {}

    public void addTo(Routes console) {
        console.post("/api/v1/{org}/tpm/makers", Need.WRITE, this::add)
                .get("/api/v1/{org}/tpm/makers", Need.READ, this::makers)
                .delete("/api/v1/{org}/tpm/makers/{fingerprint}", Need.WRITE, this::remove)
                .post("/api/v1/{org}/tpm/devices", Need.WRITE, this::list);
    }

    private Response add(Request request) {
        MakerBody body = request.json(MakerBody.class);
        if (body.maker() == null || body.certificate() == null) {
            throw Problem.of(400, "tpm-maker-unfit", "maker and certificate are needed.")
                    .refuse();
        }
        String word = body.home() == null ? KeyHome.HARDWARE_TPM.word() : body.home();
        KeyHome home = KeyHome.ofWord(word)
                .filter(told -> told != KeyHome.UNCERTIFIED_TPM)
                .orElseThrow(
                        () -> Problem.of(400, "key-home-unknown", "home is one of hardware-tpm, software-tpm.", word)
                                .refuse());
        TpmMaker maker =
                TpmMaker.of(CertificateReader.parse(Pem.first(body.certificate(), "CERTIFICATE")), body.maker(), home);
        TpmDesk.Answer answer =
                decide(request, desk -> desk.add(maker, request.caller().name()));
        return Response.json(done(answer) ? 201 : 200, json(maker));
    }

    private Response makers(Request request) {
        OrgId org = request.org();
        List<TpmMaker> makers = database.read(tx -> new SqlTpmStore(tx, org).makers());
        return Response.json(
                Map.of("makers", makers.stream().map(TpmMakersDoor::json).toList()));
    }

    private Response remove(Request request) {
        done(decide(
                request,
                desk -> desk.remove(
                        request.parameter("fingerprint"), request.caller().name(), "")));
        return Response.of(204);
    }

    private Response list(Request request) {
        ListBody body = request.json(ListBody.class);
        if (body.list() == null) {
            throw Problem.of(400, "list-missing", "The member list holds the lines.")
                    .refuse();
        }
        List<String> lines = body.list().lines().map(String::strip).toList();
        if (lines.size() > MAX_LINES) {
            throw Problem.of(413, "list-too-long", "At most " + MAX_LINES + " devices at a time.")
                    .refuse();
        }
        int listed = 0;
        int known = 0;
        List<Map<String, Object>> refused = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isEmpty() || (i == 0 && line.startsWith("serial"))) {
                continue;
            }
            switch (one(request, line)) {
                case TpmDesk.Answer.Done _ -> listed++;
                case TpmDesk.Answer.Already _ -> known++;
                case TpmDesk.Answer.Refused(TpmRefusal why) ->
                    refused.add(Map.of("line", i + 1, "reason", why.reason(), "detail", why.detail()));
            }
        }
        return Response.json(Map.of("listed", listed, "known", known, "refused", refused));
    }

    private TpmDesk.Answer one(Request request, String line) {
        String[] parts = line.split("[,;\t]", -1);
        if (parts.length < 2 || !DeviceId.isDeviceId(parts[0].strip())) {
            return new TpmDesk.Answer.Refused(new TpmRefusal(
                    dev.muster.core.ledger.Refusing.Kind.INVALID,
                    "device-invalid",
                    "a line is a device id, a comma and the digest of its endorsement key"));
        }
        return decide(
                request,
                desk -> desk.list(
                        new DeviceId(parts[0].strip()),
                        parts[1].strip(),
                        request.caller().name()));
    }

    private TpmDesk.Answer decide(Request request, Function<TpmDesk, Decision<TpmDesk.Answer>> decide) {
        OrgId org = request.org();
        return shell.run(org, tx -> new TpmDesk(new SqlTpmStore(tx, org), clock.instant()), decide);
    }

    private static boolean done(TpmDesk.Answer answer) {
        if (answer instanceof TpmDesk.Answer.Refused(TpmRefusal why)) {
            throw Problem.refused(why, "This is not possible.").refuse();
        }
        return answer instanceof TpmDesk.Answer.Done;
    }

    private static Map<String, Object> json(TpmMaker maker) {
        return Map.of(
                "fingerprint", maker.fingerprint(),
                "maker", maker.maker(),
                "home", maker.home().word(),
                "subject", maker.certificate().getSubjectX500Principal().getName(),
                "notAfter", maker.certificate().getNotAfter().toInstant().toString());
    }
}
