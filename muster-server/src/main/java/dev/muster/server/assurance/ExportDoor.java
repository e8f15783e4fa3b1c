package dev.muster.server.assurance;

import dev.muster.core.assurance.Overlay;
import dev.muster.core.assurance.export.Export;
import dev.muster.server.http.Need;
import dev.muster.server.http.OneAtATime;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What leaves the house in forms that others read (console listener).
 *
 * <pre>
 * GET /api/v1/{org}/exports          their names and media types
 * GET /api/v1/{org}/exports/{name}   one of them, {@code ?asOf=}, {@code ?product=}
 * </pre>
 */
final class ExportDoor {
    private final Postures postures;
    private final OneAtATime heavy;
    private final List<Overlay> overlays;

    /** @param heavy what reads everything, one at a time */
    ExportDoor(Postures postures, OneAtATime heavy) {
        this.postures = postures;
        this.heavy = heavy;
        this.overlays = Overlay.shipped(postures.assessor().catalogue());
    }

    record Line(String name, String mediaType) {}

    void addTo(Routes routes) {
        routes.get("/api/v1/{org}/exports", Need.READ, this::list)
                .get("/api/v1/{org}/exports/{name}", Need.READ, this::export);
    }

    private Response list(Request request) {
        return Response.json(Map.of(
                "exports",
                Export.all(overlays).stream()
                        .map(export -> new Line(export.name(), export.mediaType()))
                        .toList()));
    }

    private Response export(Request request) {
        Export export = Export.named(request.parameter("name"), overlays)
                .orElseThrow(() -> Problem.of(404, "export-unknown", "There is no export of this name.")
                        .refuse());
        Optional<String> product = request.query("product").filter(id -> !id.isEmpty());
        return heavy.run(
                request.org(),
                "export",
                () -> Response.ok(
                                export.mediaType(),
                                export.make()
                                        .apply(postures.exported(request.org(), PostureDoor.asOf(request), product)))
                        .with("content-disposition", "attachment; filename=\"" + export.name() + "\""));
    }
}
