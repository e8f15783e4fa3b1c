package dev.muster.server.network;

import dev.muster.core.ledger.OrgId;
import dev.muster.core.network.NetworkStore;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;

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
    /** The signature of {@code lamp.json} is {@code lamp.p7s} or {@code lamp.json.p7s}. */
    private static final String ENDING = ".p7s";

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
        String path = "/mud/" + org.value() + "/" + name;
        NetworkStore.Kept found = database.read(tx -> {
                    SqlNetworkStore store = new SqlNetworkStore(tx, org);
                    if (!signature) {
                        return store.at(path);
                    }
                    String bare = path.substring(0, path.length() - ENDING.length());
                    return store.at(bare).or(() -> store.at(bare + ".json"));
                })
                .filter(kept -> kept.file().signature().length > 0)
                .orElseThrow(() -> Problem.notFound().refuse());
        return Response.ok(
                        signature ? "application/pkcs7-signature" : "application/mud+json",
                        signature ? found.file().signature() : found.file().file())
                .with("etag", "\"" + found.file().digest() + "\"");
    }
}
