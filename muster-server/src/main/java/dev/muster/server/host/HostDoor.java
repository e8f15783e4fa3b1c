package dev.muster.server.host;

import dev.muster.core.host.HostReported;
import dev.muster.core.host.HostReports;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.devices.host.HostReport;
import dev.muster.format.devices.host.SignedStatement;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;

/**
 * Takes what a device says about its host: {@code POST /devices/{org}/host}, a {@link HostReport} in a COSE_Sign1 by the
 * device's enrolled key.
 */
final class HostDoor {
    private final HostDevices devices;
    private final Shell shell;
    private final InstantSource clock;

    HostDoor(HostDevices devices, Shell shell, InstantSource clock) {
        this.devices = devices;
        this.shell = shell;
        this.clock = clock;
    }

    /** On the listener for devices. */
    Routes addTo(Routes routes) {
        return routes.post("/devices/{org}/host", Need.NOTHING, this::take);
    }

    private Response take(Request request) {
        OrgId org = request.org();
        HostDevices.Client client = devices.require(request, org);
        if (!request.contentType().equals(HostReport.MEDIA_TYPE)) {
            throw Problem.of(415, "media-type", "A host report is " + HostReport.MEDIA_TYPE + ".")
                    .refuse();
        }
        byte[] bytes = request.body(HostReport.MAX_BYTES);
        HostReport report;
        try {
            SignedStatement signed = SignedStatement.parse(HostReport.MEDIA_TYPE, bytes);
            if (signed.verify(VerificationKey.of(client.key())) instanceof Verdict.Invalid invalid) {
                throw Problem.of(
                                403,
                                invalid.reason().code(),
                                "The report is not signed by the device that sends it.",
                                invalid.detail())
                        .refuse();
            }
            report = HostReport.parse(signed.payload());
        } catch (MalformedException e) {
            throw Problem.of(400, "malformed-statement", "The report cannot be read.", e.reason() + " at " + e.path())
                    .refuse();
        }
        shell.<OrgId, HostReported>run(
                org, tx -> org, known -> HostReports.take(client.device(), report, clock.instant()));
        return Response.of(204);
    }
}
