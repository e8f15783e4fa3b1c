package dev.muster.server.host;

import dev.muster.core.host.HostReported;
import dev.muster.core.host.HostReports;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.devices.host.HostReport;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.devices.SignedReports;
import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;

/**
 * Takes what a device says about its host: {@code POST /devices/{org}/host}, a {@link HostReport} in a COSE_Sign1 by the
 * device's enrolled key.
 */
final class HostDoor {
    private final SignedReports reports;
    private final Shell shell;
    private final InstantSource clock;

    HostDoor(SignedReports reports, Shell shell, InstantSource clock) {
        this.reports = reports;
        this.shell = shell;
        this.clock = clock;
    }

    /** On the listener for devices. */
    Routes addTo(Routes routes) {
        return routes.post("/devices/{org}/host", Need.NOTHING, this::take);
    }

    private Response take(Request request) {
        SignedReports.Signed<HostReport> told =
                reports.take(request, HostReport.MEDIA_TYPE, HostReport.MAX_BYTES, HostReport::parse);
        shell.<OrgId, HostReported>run(
                request.org(),
                _ -> request.org(),
                _ -> HostReports.take(told.device(), told.report(), clock.instant()));
        return Response.of(204);
    }
}
