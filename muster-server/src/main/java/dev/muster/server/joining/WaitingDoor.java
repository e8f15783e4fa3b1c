package dev.muster.server.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.joining.ApprovalDesk;
import dev.muster.core.joining.Waiting;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Devices that wait for a person's word (console listener, JSON):
 *
 * <pre>
 * GET  /api/v1/{org}/joining/waiting                  {waiting: [{device, maker, model, factory, since, word}]}
 * POST /api/v1/{org}/joining/waiting/{device}/admit   {reason?}   204
 * POST /api/v1/{org}/joining/waiting/{device}/deny    {reason?}   204
 * </pre>
 */
final class WaitingDoor {
    private static final int MAX_BODY_BYTES = 4 * 1024;
    private static final int MAX_REASON_CHARS = 512;

    private final Database database;
    private final Shell shell;
    private final InstantSource clock;

    WaitingDoor(Database database, Shell shell, InstantSource clock) {
        this.database = database;
        this.shell = shell;
        this.clock = clock;
    }

    record ReasonBody(@Nullable String reason) {}

    void addTo(Routes console) {
        console.get("/api/v1/{org}/joining/waiting", Need.READ, this::list)
                .post("/api/v1/{org}/joining/waiting/{device}/admit", Need.WRITE, request -> say(request, true))
                .post("/api/v1/{org}/joining/waiting/{device}/deny", Need.WRITE, request -> say(request, false));
    }

    private Response list(Request request) {
        OrgId org = request.org();
        List<Map<String, Object>> waiting = database.read(tx -> new SqlJoiningStore(tx, org).waiting()).stream()
                .map(WaitingDoor::json)
                .toList();
        return Response.json(Map.of("waiting", waiting));
    }

    private Response say(Request request, boolean admit) {
        OrgId org = request.org();
        String id = request.parameter("device");
        if (!DeviceId.isDeviceId(id)) {
            throw Problem.notFound().refuse();
        }
        byte[] body = request.body(MAX_BODY_BYTES);
        String given =
                body.length == 0 ? null : Json.read(body, ReasonBody.class).reason();
        String reason = given == null ? "" : given;
        if (reason.length() > MAX_REASON_CHARS) {
            throw Problem.of(400, "reason-too-long", "The reason is too long.").refuse();
        }
        ApprovalDesk.Answer answer = shell.run(
                org,
                tx -> new SqlJoiningStore(tx, org),
                store -> ApprovalDesk.say(
                        new DeviceId(id), admit, store, request.caller().name(), reason, clock.instant()));
        return switch (answer) {
            case ApprovalDesk.Answer.Said _ -> Response.of(204);
            case ApprovalDesk.Answer.Refused refused ->
                throw Problem.refused(refused, "This is not possible.").refuse();
        };
    }

    private static Map<String, Object> json(Waiting waiting) {
        return Map.of(
                "device", waiting.device().value(),
                "maker", waiting.maker(),
                "model", waiting.model(),
                "factory", waiting.factory(),
                "since", waiting.since().toString(),
                "word", waiting.word().name().toLowerCase(Locale.ROOT));
    }
}
