package dev.muster.server.ledger;

import dev.muster.ledger.witness.LedgerHealth;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;

/** {@code GET /api/v1/{org}/log/health}: how the ledger stands, see {@link LedgerHealth}. */
public final class LedgerHealthDoor {
    private final LedgerHealth health;

    public LedgerHealthDoor(LedgerHealth health) {
        this.health = health;
    }

    /** On the listener for people. */
    public Routes addTo(Routes routes) {
        return routes.get("/api/v1/{org}/log/health", Need.READ, this::show);
    }

    private Response show(Request request) {
        try {
            return Response.json(health.json(request.org()));
        } catch (IllegalArgumentException notASlug) {
            throw Problem.notFound().refuse();
        }
    }
}
