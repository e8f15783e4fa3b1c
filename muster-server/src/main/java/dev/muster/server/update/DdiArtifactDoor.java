package dev.muster.server.update;

import dev.muster.core.devices.CertificateUse;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Artifact;
import dev.muster.core.update.DdiStore;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Artifacts by hawkBit's device API: GET and HEAD, whole or one range, also without If-Range. Reads only. A device gets what
 * its last offer leads to, and nothing else.
 */
public final class DdiArtifactDoor {
    private final DdiAccess access;
    private final ArtifactStore artifacts;
    private final Database database;

    DdiArtifactDoor(DdiAccess access, ArtifactStore artifacts, Database database) {
        this.access = access;
        this.artifacts = artifacts;
        this.database = database;
    }

    /** On the listener for devices. */
    public Routes addTo(Routes routes) {
        return routes.get(
                "/{org}/controller/v1/{device}/softwaremodules/{action}/artifacts/{file}", Need.NOTHING, this::get);
    }

    /** Where this device's resources begin, on the host that it asked. */
    static String base(Request request) {
        return "https://" + request.authority().orElse("localhost") + "/" + request.parameter("org") + "/controller/v1/"
                + request.parameter("device");
    }

    /** The artifacts of an offer as deploymentBase lists them. Both known clients ask for the SHA-1. */
    static List<Map<String, Object>> list(ArtifactStore store, OrgId org, DdiStore.Action action, Request request) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Artifact artifact : action.release().artifacts()) {
            ArtifactStore.Described described = store.describe(org, artifact.sha256())
                    .orElseThrow(() -> new IllegalStateException("a published artifact is gone: " + artifact.sha256()));
            String name = artifact.sha256() + described.suffix();
            String href = base(request) + "/softwaremodules/" + action.number() + "/artifacts/" + name;
            all.add(Map.of(
                    "filename",
                    name,
                    "hashes",
                    Map.of("sha1", described.sha1(), "sha256", artifact.sha256()),
                    "size",
                    described.bytes(),
                    "_links",
                    Map.of("download", Map.of("href", href), "download-http", Map.of("href", href))));
        }
        return all;
    }

    private Response get(Request request) {
        DdiAccess.Client client = access.require(request, CertificateUse.RECOVERY_ARTIFACT);
        String name = request.parameter("file");
        String sha256 = name.indexOf('.') < 0 ? name : name.substring(0, name.indexOf('.'));
        boolean offered = database.read(tx -> new DdiRegister(tx, client.org())
                .action(client.device())
                .filter(action -> Long.toString(action.number()).equals(request.parameter("action")))
                .map(action -> action.release().artifacts().stream()
                        .anyMatch(artifact -> artifact.sha256().equals(sha256)))
                .orElse(false));
        if (!offered) {
            throw Problem.notFound().refuse();
        }
        Path file = artifacts
                .find(client.org(), sha256)
                .orElseThrow(() -> Problem.notFound().refuse());
        return Response.file(file, "application/octet-stream")
                .with("etag", "\"" + sha256 + "\"")
                .with("cache-control", "private, max-age=31536000, immutable");
    }
}
