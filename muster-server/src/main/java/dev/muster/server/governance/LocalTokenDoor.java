package dev.muster.server.governance;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.UuidV7;
import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.LocalTokens;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.crypto.CryptoException;
import dev.muster.format.crypto.Keys;
import dev.muster.format.devices.maintenance.LocalRole;
import dev.muster.format.devices.maintenance.RoleToken;
import dev.muster.format.devices.maintenance.SessionRecord;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.server.devices.DeviceAuthentication;
import dev.muster.server.devices.Paths;
import dev.muster.server.http.Accepts;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.topic.OrgSigner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Roles at devices, for a short while.
 *
 * <pre>
 * POST /api/v1/{org}/devices/{id}/local-tokens           console: {role, key, person?, minutes?} -> the signed token
 * GET  /api/v1/{org}/devices/{id}/local-tokens           console: the newest, and whether the device has recorded a session
 * POST /api/v1/{org}/devices/{id}/local-tokens/void      console: {reason?}: what was issued until now counts no more
 * GET  /api/v1/{org}/devices/{id}/local-tokens/{token}/record  console: what was done with it, as the device signed it
 * POST /devices/{org}/local-sessions/{id}                devices: the signed record; sending it again changes nothing
 * </pre>
 */
final class LocalTokenDoor {
    private static final DeviceWord<SessionRecord> RECORD = new DeviceWord<>(
            "record", SessionRecord.MEDIA_TYPE, SessionRecord.MAX_BYTES, SessionRecord::parse, SessionRecord::verify);

    private static final int MAX_BODY_BYTES = 4096;
    private static final int MAX_REASON_CHARS = 256;

    /** Long enough for one thing at the device. */
    private static final int MINUTES = 15;

    private final Database database;
    private final Ledger ledger;
    private final DeviceAuthentication devices;
    private final OrgSigner signer;
    private final RandomGenerator random;
    private final InstantSource clock;

    LocalTokenDoor(
            Database database,
            Ledger ledger,
            DeviceAuthentication devices,
            OrgSigner signer,
            RandomGenerator random,
            InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.devices = devices;
        this.signer = signer;
        this.random = random;
        this.clock = clock;
    }

    void addTo(Routes console, Routes device) {
        String tokens = "/api/v1/{org}/devices/{id}/local-tokens";
        console.post(tokens, Need.ADMINISTER, this::issue)
                .get(tokens, Need.READ, this::list)
                .post(tokens + "/void", Need.ADMINISTER, this::makeVoid)
                .get(tokens + "/{token}/record", Need.READ, this::record);
        device.post(
                "/devices/{org}/local-sessions/{id}", Need.NOTHING, Accepts.upTo(SessionRecord.MAX_BYTES), this::ended);
    }

    record Body(
            String role,
            String key,
            @Nullable String person,
            @Nullable Integer minutes) {}

    record VoidBody(@Nullable String reason) {}

    private Response issue(Request request) {
        OrgId org = request.org();
        DeviceId device = Paths.device(request);
        Body body = Json.read(request.body(MAX_BODY_BYTES), Body.class);
        LocalRole role = LocalRole.ofWord(String.valueOf(body.role()))
                .orElseThrow(() -> Problem.of(400, "role-unknown", "A role is auditor, operator, maintainer or admin.")
                        .refuse());
        LocalTokens.Wish wish = new LocalTokens.Wish(
                fresh(),
                body.person() == null ? request.caller().name() : body.person(),
                role,
                key(String.valueOf(body.key())),
                Duration.ofMinutes(body.minutes() == null ? MINUTES : body.minutes()));
        LocalTokens.Answer answer = ledger.shell()
                .<LocalTokens.Store, LocalTokens.Answer>run(
                        org,
                        tx -> new SqlLocalTokens(tx, org),
                        store -> LocalTokens.issue(
                                org, device, wish, store, request.caller().name(), clock.instant()));
        if (!(answer instanceof LocalTokens.Answer.Ready ready)) {
            throw refused(answer);
        }
        byte[] signed = ready.token().sign(signer.signer(), message -> message.x5chain(signer.chain(org)));
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("token", ready.token().session());
        told.put("person", ready.token().person());
        told.put("role", role.word());
        told.put("until", ready.token().until().toString());
        told.put("mediaType", RoleToken.MEDIA_TYPE);
        told.put("signed", Base64.getEncoder().encodeToString(signed));
        return Response.json(201, told).with("cache-control", "no-store");
    }

    private String fresh() {
        return "r-" + UuidV7.of(clock.instant(), random);
    }

    private static CoseKey key(String spki) {
        try {
            return CoseKey.of(Keys.publicKey(Base64.getDecoder().decode(spki)));
        } catch (IllegalArgumentException | CryptoException unreadable) {
            throw Problem.of(
                            400,
                            "key-unreadable",
                            "The person's key cannot be read.",
                            "it is a SubjectPublicKeyInfo in Base64, as muster session key prints it")
                    .refuse();
        }
    }

    private Response list(Request request) {
        OrgId org = request.org();
        DeviceId device = Paths.device(request);
        List<LocalTokens.Issued> tokens = database.read(tx -> {
            SqlLocalTokens store = new SqlLocalTokens(tx, org);
            if (store.register().device(device).isEmpty()) {
                throw Problem.notFound().refuse();
            }
            return store.of(device);
        });
        return Response.json(
                Map.of("tokens", tokens.stream().map(LocalTokenDoor::json).toList()));
    }

    private static Map<String, Object> json(LocalTokens.Issued one) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("token", one.token());
        line.put("person", one.person());
        line.put("role", one.role().word());
        line.put("from", one.from().toString());
        line.put("until", one.until().toString());
        line.put("recorded", one.entry().isPresent());
        return line;
    }

    private Response makeVoid(Request request) {
        OrgId org = request.org();
        DeviceId device = Paths.device(request);
        byte[] body = request.body(MAX_BODY_BYTES);
        String said = body.length == 0 ? null : Json.read(body, VoidBody.class).reason();
        String reason = said == null ? "" : said;
        if (reason.length() > MAX_REASON_CHARS) {
            throw Problem.of(400, "reason-too-long", "A reason has at most " + MAX_REASON_CHARS + " characters.")
                    .refuse();
        }
        String order = "le-" + UuidV7.of(clock.instant(), random);
        LocalTokens.Answer answer = ledger.shell()
                .<LocalTokens.Store, LocalTokens.Answer>run(
                        org,
                        tx -> new SqlLocalTokens(tx, org),
                        store -> LocalTokens.makeVoid(
                                device, order, reason, store, request.caller().name(), clock.instant()));
        if (!(answer instanceof LocalTokens.Answer.Voided done)) {
            throw refused(answer);
        }
        return Response.json(Map.of("order", done.order(), "since", done.since().toString()));
    }

    private Response record(Request request) {
        OrgId org = request.org();
        DeviceId device = Paths.device(request);
        String token = request.parameter("token");
        Optional<Long> entry = database.read(tx -> new SqlLocalTokens(tx, org)
                .find(token)
                .filter(one -> one.device().equals(device))
                .flatMap(LocalTokens.Issued::entry));
        byte[] signed = entry.flatMap(index -> ledger.entry(org, index))
                .flatMap(ledger::event)
                .filter(GovernanceEvent.LocalSessionRecorded.class::isInstance)
                .map(event -> ((GovernanceEvent.LocalSessionRecorded) event).record())
                .orElseThrow(() -> Problem.of(404, "record-unknown", "The device has recorded no session with it.")
                        .refuse());
        return Response.ok(SessionRecord.MEDIA_TYPE, signed);
    }

    private Response ended(Request request) {
        OrgId org = request.org();
        DeviceAuthentication.Result.Known known = devices.require(request, org, CertificateUse.ORDERS);
        DeviceWord.Taken<SessionRecord> taken = RECORD.take(request, known);
        SessionRecord record = taken.content();
        if (!record.session().equals(request.parameter("id"))
                || !record.device().equals(known.device().value())) {
            throw Problem.of(400, "record-elsewhere", "The record is of another session or device.")
                    .refuse();
        }
        LocalTokens.Answer answer = ledger.shell()
                .<LocalTokens.Store, LocalTokens.Answer>run(
                        org,
                        tx -> new SqlLocalTokens(tx, org),
                        store -> LocalTokens.record(taken.bytes(), record, known.device(), store, clock.instant()));
        if (answer instanceof LocalTokens.Answer.Refused) {
            throw refused(answer);
        }
        return Response.of(204);
    }

    private static RuntimeException refused(LocalTokens.Answer answer) {
        if (answer instanceof LocalTokens.Answer.Refused no) {
            return Problem.refused(no, "This was not done.").refuse();
        }
        throw new IllegalStateException("answered with " + answer.getClass().getSimpleName());
    }
}
