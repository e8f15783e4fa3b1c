package dev.muster.server.update;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.nio.file.Path;

/**
 * Hands artifacts to devices: {@code GET /artifacts/{org}/{sha256}}, whole or one range (RFC 9110 §14). Reads only: no row
 * is written, in however many ranges an image is fetched. A device that is cut off gets only what an open order of its own
 * leads to.
 */
public final class ArtifactDoor {
    private final UpdateDevices devices;
    private final ArtifactStore artifacts;
    private final Database database;

    public ArtifactDoor(UpdateDevices devices, ArtifactStore artifacts, Database database) {
        this.devices = devices;
        this.artifacts = artifacts;
        this.database = database;
    }

    /** On the listener for devices. */
    public Routes addTo(Routes routes) {
        return routes.get("/artifacts/{org}/{sha256}", Need.NOTHING, this::get);
    }

    /** The path of an artifact on the server that a device talks to. */
    static String path(OrgId org, String sha256) {
        return "/artifacts/" + org.value() + "/" + sha256;
    }

    private Response get(Request request) {
        OrgId org = request.org();
        UpdateDevices.Client client = devices.require(request, org, CertificateUse.RECOVERY_ARTIFACT);
        String sha256 = request.parameter("sha256");
        Path file =
                artifacts.find(org, sha256).orElseThrow(() -> Problem.notFound().refuse());
        if (!CertificateUse.UPDATE.allowedIn(client.state())
                && !database.read(tx -> new SqlUpdateStore(tx, org).ordered(client.device(), sha256))) {
            throw Problem.of(
                            403,
                            "device-" + client.state().word(),
                            "In this state a device gets only what an open order leads to.")
                    .refuse();
        }
        return Response.file(file, "application/octet-stream")
                .with("etag", "\"" + sha256 + "\"")
                .with("cache-control", "private, max-age=31536000, immutable");
    }
}
