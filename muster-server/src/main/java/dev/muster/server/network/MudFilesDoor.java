package dev.muster.server.network;

import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.NetworkStore;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.util.List;

/**
 * A maker's file service: descriptions in force whose URL leads here, for anybody (RFC 8520 §13; both listeners).
 *
 * <pre>
 * GET /mud/{org}/{name}         the file in force under {@code https://<any host>/mud/{org}/{name}}, application/mud+json
 * GET /mud/{org}/{name}.p7s     its signature
 * </pre>
 *
 * Only signed files are served. Every version stays in the ledger; the digest in {@code etag} names it.
 */
final class MudFilesDoor {
    private static final String ENDING = ".p7s";
    private static final int LISTED = 500;

    private final Database database;

    MudFilesDoor(Database database) {
        this.database = database;
    }

    void addTo(Routes routes) {
        routes.get("/mud/{org}/{name}", Need.NOTHING, this::file);
    }

    private Response file(Request request) {
        OrgId org = request.org();
        String name = request.parameter("name");
        boolean signature = name.endsWith(ENDING);
        String bare = signature ? name.substring(0, name.length() - ENDING.length()) : name;
        List<NetworkStore.Kept> kept = database.read(
                tx -> new SqlNetworkStore(tx, org).kept(java.util.Optional.of(NetworkStore.State.IN_FORCE), LISTED));
        NetworkStore.Kept found = kept.stream()
                .filter(k -> leads(k.url(), org, bare, signature) && k.file().signature().length > 0)
                .findFirst()
                .orElseThrow(() -> Problem.notFound().refuse());
        return Response.ok(
                        signature ? "application/pkcs7-signature" : "application/mud+json",
                        signature ? found.file().signature() : found.file().file())
                .with("etag", "\"" + found.file().digest() + "\"");
    }

    /** The signature of {@code lamp.json} is {@code lamp.p7s} or {@code lamp.json.p7s}. */
    private static boolean leads(String url, OrgId org, String name, boolean signature) {
        String path = java.net.URI.create(url).getPath();
        String wanted = "/mud/" + org.value() + "/" + name;
        return path.equals(wanted) || (signature && path.equals(wanted + ".json"));
    }
}
