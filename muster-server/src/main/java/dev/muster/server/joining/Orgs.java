package dev.muster.server.joining;

import dev.muster.core.ledger.OrgId;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;

/** Reads the organisation of a console path. What cannot be one is answered like one that does not exist. */
final class Orgs {
    private Orgs() {}

    static OrgId of(Request request) {
        try {
            return new OrgId(request.parameter("org"));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound().refuse();
        }
    }
}
