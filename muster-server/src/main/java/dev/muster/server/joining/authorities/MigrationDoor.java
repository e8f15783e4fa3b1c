package dev.muster.server.joining.authorities;

import dev.muster.core.joining.authorities.AuthorityDesk.Answer;
import dev.muster.core.joining.authorities.Migration;
import dev.muster.core.joining.authorities.Step;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far one generation of authorities has followed another, and whether devices are asked to (console listener, JSON):
 *
 * <pre>
 * GET  /api/v1/{org}/authorities/migration  {stage, from, to, since, moved, left, paused, next?, retiring?, notes: [...],
 *                                           devices: [{device, until}]}: those that are left, who ends first first
 * POST /api/v1/{org}/authorities/pause      {reason?}: no device is asked to renew for now
 * POST /api/v1/{org}/authorities/go-on      {reason?}: they are again
 * </pre>
 */
public final class MigrationDoor {
    private static final int MAX_BODY_BYTES = 4 * 1024;
    private static final int MAX_REASON_CHARS = 512;

    private final Database database;
    private final Hierarchy hierarchy;
    private final InstantSource clock;

    public MigrationDoor(Database database, Hierarchy hierarchy, InstantSource clock) {
        this.database = database;
        this.hierarchy = hierarchy;
        this.clock = clock;
    }

    record ReasonBody(@Nullable String reason) {}

    public void addTo(Routes console) {
        String base = "/api/v1/{org}/authorities";
        console.get(base + "/migration", Need.READ, this::show)
                .post(base + "/pause", Need.ADMINISTER, request -> pause(request, true))
                .post(base + "/go-on", Need.ADMINISTER, request -> pause(request, false));
    }

    private Response show(Request request) {
        OrgId org = request.org();
        Instant now = clock.instant();
        return database.read(tx -> {
            SqlAuthorityStore store = new SqlAuthorityStore(tx, org);
            Migration migration = Migration.of(store, store.paused(), now);
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("stage", migration.stage().word());
            json.put("from", migration.from());
            json.put("to", migration.to());
            json.put("since", migration.since().toString());
            json.put("moved", migration.moved());
            json.put("left", migration.left());
            json.put("paused", migration.paused());
            migration.next().map(Step::word).ifPresent(step -> json.put("next", step));
            migration.retiring().ifPresent(authority -> json.put("retiring", authority));
            json.put("notes", migration.notes(now));
            json.put(
                    "devices",
                    store.left(now).stream()
                            .map(each -> Map.of(
                                    "device",
                                    each.device(),
                                    "until",
                                    each.until().toString()))
                            .toList());
            return Response.json(json);
        });
    }

    private Response pause(Request request, boolean paused) {
        byte[] body = request.body(MAX_BODY_BYTES);
        String given =
                body.length == 0 ? null : Json.read(body, ReasonBody.class).reason();
        String reason = given == null ? "" : given;
        if (reason.length() > MAX_REASON_CHARS) {
            throw Problem.of(400, "reason-too-long", "The reason is too long.").refuse();
        }
        Answer answer = hierarchy.pause(request.org(), request.caller().name(), paused, reason);
        if (answer instanceof Answer.Refused refused) {
            throw Problem.refused(refused, "This is not possible.").refuse();
        }
        return Response.of(204);
    }
}
