package dev.muster.server.update;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.update.Holds;
import dev.muster.core.update.Rollouts;
import dev.muster.core.update.UpdateStore;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.devices.Paths;
import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The API by which one device is taken out of all rollouts, and let in again. */
final class HoldsDoor {
    private final Shell shell;
    private final InstantSource clock;

    HoldsDoor(Shell shell, InstantSource clock) {
        this.shell = shell;
        this.clock = clock;
    }

    /** On the listener for people. */
    Routes addTo(Routes routes) {
        return routes.post("/api/v1/{org}/rollouts/devices/{id}/hold", Need.WRITE, this::hold);
    }

    /** Whether the device is held, and why. */
    public record HoldBody(boolean held, @Nullable String reason) {}

    private Response hold(Request request) {
        DeviceId device = Paths.device(request);
        HoldBody body = request.json(HoldBody.class);
        String reason = body.reason() == null ? "" : body.reason();
        Rollouts.Answer answer = shell.<UpdateStore, Rollouts.Answer>run(
                request.org(),
                tx -> new SqlUpdateStore(tx, request.org()),
                known ->
                        Holds.hold(device, body.held(), reason, request.caller().name(), known, clock.instant()));
        if (answer instanceof Rollouts.Answer.Refused refused) {
            throw Doors.refused(refused.refusal());
        }
        return Response.json(Map.of("device", device.value(), "held", body.held()));
    }
}
