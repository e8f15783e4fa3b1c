package dev.muster.server.failures;

import dev.muster.core.failures.FailureReports;
import dev.muster.core.failures.FailuresReported;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.devices.failure.FailureReport;
import dev.muster.format.devices.host.SignedStatement;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
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
    private final FailingDevices devices;
    private final Shell shell;
    private final InstantSource clock;

    ReportDoor(FailingDevices devices, Shell shell, InstantSource clock) {
        this.devices = devices;
        this.shell = shell;
        this.clock = clock;
    }

    /** On the listener for devices. */
    Routes addTo(Routes routes) {
        return routes.post("/devices/{org}/failures", Need.NOTHING, this::take);
    }

    private Response take(Request request) {
        OrgId org = request.org();
        FailingDevices.Client client = devices.require(request, org);
        if (!request.contentType().equals(FailureReport.MEDIA_TYPE)) {
            throw Problem.of(415, "media-type", "A report of failures is " + FailureReport.MEDIA_TYPE + ".")
                    .refuse();
        }
        byte[] bytes = request.body(FailureReport.MAX_BYTES);
        FailureReport report = read(client, bytes);
        shell.<Optional<String>, List<FailuresReported.Told>>run(
                org,
                tx -> new SqlFailures(tx, org).newestReport(client.device().value()),
                last -> FailureReports.take(client.device(), report, bytes, last, clock.instant()));
        return Response.of(204);
    }

    private static FailureReport read(FailingDevices.Client client, byte[] bytes) {
        try {
            SignedStatement signed = SignedStatement.parse(FailureReport.MEDIA_TYPE, bytes);
            if (signed.verify(VerificationKey.of(client.key())) instanceof Verdict.Invalid invalid) {
                throw Problem.of(
                                403,
                                invalid.reason().code(),
                                "The report is not signed by the device that sends it.",
                                invalid.detail())
                        .refuse();
            }
            return FailureReport.parse(signed.payload());
        } catch (MalformedException e) {
            throw Problem.of(400, "malformed-statement", "The report cannot be read.", e.reason() + " at " + e.path())
                    .refuse();
        }
    }
}
