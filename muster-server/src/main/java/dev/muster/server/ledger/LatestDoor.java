package dev.muster.server.ledger;

import dev.muster.core.ledger.LatestStatement;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.statements.SubjectIndexes;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.util.Optional;

/**
 * {@code GET /log/{org}/statement/latest?issuer=&subject=}: the latest statement of an issuer about a subject, with the
 * proof that there is no later one at the signed head that comes along ({@link LatestStatement}, CBOR). For everybody: the
 * statement log is.
 */
public final class LatestDoor {
    /** RFC 9943 allows no longer issuer. */
    private static final int MAX_CHARS = 8192;

    private final Ledger ledger;
    private final SubjectIndexes indexes;

    public LatestDoor(Ledger ledger, SubjectIndexes indexes) {
        this.ledger = ledger;
        this.indexes = indexes;
    }

    /** On the listener for people and other services. */
    public Routes addTo(Routes routes) {
        return routes.get("/log/{org}/statement/latest", Need.NOTHING, this::latest);
    }

    private Response latest(Request request) {
        Optional<String> issuer = request.query("issuer");
        Optional<String> subject = request.query("subject");
        if (issuer.isEmpty()
                || subject.isEmpty()
                || issuer.get().length() > MAX_CHARS
                || subject.get().length() > MAX_CHARS) {
            throw Problem.of(400, "bad-parameter", "Name an issuer and a subject.")
                    .refuse();
        }
        return indexes.latest(org(request), issuer.get(), subject.get())
                .map(answer ->
                        Response.ok(LatestStatement.MEDIA_TYPE, answer.encode()).with("Cache-Control", "no-cache"))
                .orElseThrow(() -> Problem.of(503, "index-behind", "The index is being made; ask again in a minute.")
                        .refuse());
    }

    private OrgId org(Request request) {
        try {
            OrgId org = request.org();
            if (ledger.exists(org)) {
                return org;
            }
        } catch (IllegalArgumentException notASlug) {
            throw Problem.notFound().refuse();
        }
        throw Problem.notFound().refuse();
    }
}
