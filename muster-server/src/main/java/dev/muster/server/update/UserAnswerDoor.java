package dev.muster.server.update;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Reports;
import dev.muster.core.update.UpdateStore;
import dev.muster.core.update.UserAsked;
import dev.muster.format.MalformedException;
import dev.muster.format.devices.orders.UserAnswer;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;

/** Devices that tell how their users stand to an update. {@code POST /update/{org}/asked}, a {@link UserAnswer}. */
final class UserAnswerDoor {
    private final UpdateDevices devices;
    private final RecentReports recent = new RecentReports();
    private final Shell shell;
    private final InstantSource clock;

    UserAnswerDoor(UpdateDevices devices, Shell shell, InstantSource clock) {
        this.devices = devices;
        this.shell = shell;
        this.clock = clock;
    }

    /** On the listener for devices. */
    Routes addTo(Routes routes) {
        return routes.post("/update/{org}/asked", Need.NOTHING, this::take);
    }

    private Response take(Request request) {
        OrgId org = request.org();
        UpdateDevices.Client client = devices.require(request, org, CertificateUse.ORDERS);
        byte[] bytes = request.body(UserAnswer.MAX_BYTES);
        if (recent.knows(org, client.device(), bytes)) {
            return Response.of(204);
        }
        UserAnswer answer;
        try {
            answer = UserAnswer.parse(bytes);
        } catch (MalformedException e) {
            throw Problem.of(400, "malformed-answer", "The answer cannot be read.", e.reason() + " at " + e.path())
                    .refuse();
        }
        shell.<UpdateStore, UserAsked>run(
                org,
                tx -> new SqlUpdateStore(tx, org),
                known -> Reports.asked(client.device(), answer, known, clock.instant()));
        recent.taken(org, client.device(), bytes);
        return Response.of(204);
    }
}
