package dev.muster.server.update;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.update.delta.DeltaFormat;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Hands differences to devices: {@code GET /artifacts/{org}/{sha256}/from/{base}}, whole or one range, where {@code base} is
 * the digest of what the device has. Both must be payloads of releases of the device's own product. 503 while it is being
 * made, 404 when there is none: then the artifact itself is fetched.
 */
final class DeltaDoor {
    private static final String RETRY_SECONDS = "2";

    private final UpdateDevices devices;
    private final DeltaStore deltas;
    private final Database database;

    DeltaDoor(UpdateDevices devices, DeltaStore deltas, Database database) {
        this.devices = devices;
        this.deltas = deltas;
        this.database = database;
    }

    /** On the listener for devices. */
    Routes addTo(Routes routes) {
        return routes.get("/artifacts/{org}/{sha256}/from/{base}", Need.NOTHING, this::get);
    }

    private Response get(Request request) {
        OrgId org = request.org();
        UpdateDevices.Client client = devices.require(request, org, CertificateUse.UPDATE);
        String image = request.parameter("sha256");
        String base = request.parameter("base");
        if (!published(org, client.device(), base) || !published(org, client.device(), image)) {
            throw Problem.notFound().refuse();
        }
        return switch (deltas.find(org, base, image)) {
            case DeltaStore.Found.Made made -> file(made.file());
            case DeltaStore.Found.Underway _ ->
                throw Problem.of(503, "delta-underway", "The difference is being made; ask again soon.")
                        .refuse("retry-after", RETRY_SECONDS);
            case DeltaStore.Found.None _ -> throw Problem.notFound().refuse();
        };
    }

    private boolean published(OrgId org, DeviceId device, String sha256) {
        return database.read(tx -> new SqlUpdateStore(tx, org).publishedFor(device, sha256));
    }

    private static Response file(Path file) {
        try {
            String tag =
                    Files.size(file) + "-" + Files.getLastModifiedTime(file).toMillis();
            return Response.file(file, DeltaFormat.MEDIA_TYPE).with("etag", "\"" + tag + "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
