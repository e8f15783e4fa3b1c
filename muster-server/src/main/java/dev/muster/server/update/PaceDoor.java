package dev.muster.server.update;

import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Pace;
import dev.muster.core.update.Terms;
import dev.muster.core.update.UpdateStore;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;

/**
 * How fast all rollouts of an organisation together may go.
 *
 * <pre>
 * GET  /api/v1/{org}/rollout-pace                  -> {bytesPerHour, offeredLastHour}
 * POST /api/v1/{org}/rollout-pace  {bytesPerHour}  -> the same; 0 for any number
 * </pre>
 */
final class PaceDoor {
    private final Database database;
    private final Shell shell;
    private final InstantSource clock;

    PaceDoor(Database database, Shell shell, InstantSource clock) {
        this.database = database;
        this.shell = shell;
        this.clock = clock;
    }

    /** On the listener for people. */
    Routes addTo(Routes routes) {
        return routes.get("/api/v1/{org}/rollout-pace", Need.READ, request -> Response.json(view(request.org())))
                .post("/api/v1/{org}/rollout-pace", Need.WRITE, this::cap);
    }

    /** @param bytesPerHour 0 for any number */
    public record PaceBody(long bytesPerHour) {}

    /** @param offeredLastHour each offer with all bytes of its release */
    public record PaceView(long bytesPerHour, long offeredLastHour) {}

    private PaceView view(OrgId org) {
        return database.read(tx -> {
            SqlUpdateStore known = new SqlUpdateStore(tx, org);
            return new PaceView(
                    known.bytesPerHour(),
                    known.bytesOfferedSince(clock.instant().minus(Terms.PACE)));
        });
    }

    private Response cap(Request request) {
        PaceBody body = request.json(PaceBody.class);
        OrgId org = request.org();
        Pace.Answer answer = shell.<UpdateStore, Pace.Answer>run(
                org,
                tx -> new SqlUpdateStore(tx, org),
                known -> Pace.cap(org, body.bytesPerHour(), request.caller().name(), known, clock.instant()));
        if (answer instanceof Pace.Answer.Refused refused) {
            throw Doors.refused(refused.refusal());
        }
        return Response.json(view(org));
    }
}
