package dev.muster.server.failures;

import dev.muster.core.failures.FailureReports;
import dev.muster.core.failures.FailuresReported;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.devices.failure.FailureReport;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.devices.SignedReports;
import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Takes what a device says went wrong: {@code POST /devices/{org}/failures}, a {@link FailureReport} in a COSE_Sign1 by the
 * device's enrolled key. One that comes again is answered as the first time and kept once.
 */
final class ReportDoor {
    private final SignedReports reports;
    private final Shell shell;
    private final InstantSource clock;

    ReportDoor(SignedReports reports, Shell shell, InstantSource clock) {
        this.reports = reports;
        this.shell = shell;
        this.clock = clock;
    }

    /** On the listener for devices. */
    Routes addTo(Routes routes) {
        return routes.post("/devices/{org}/failures", Need.NOTHING, this::take);
    }

    private Response take(Request request) {
        OrgId org = request.org();
        SignedReports.Signed<FailureReport> told =
                reports.take(request, FailureReport.MEDIA_TYPE, FailureReport.MAX_BYTES, FailureReport::parse);
        shell.<Optional<String>, List<FailuresReported.Told>>run(
                org,
                tx -> new SqlFailures(tx, org).newestReport(told.device().value()),
                last -> FailureReports.take(told.device(), told.report(), told.bytes(), last, clock.instant()));
        return Response.of(204);
    }
}
