package dev.muster.server.attestation;

import dev.muster.core.ledger.OrgId;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;

/** The {@code {org}} of a path. */
final class OrgPath {
    private OrgPath() {}

    /** @throws dev.muster.server.http.Refused 404 when it cannot be an organisation */
    static OrgId of(Request request) {
        try {
            return new OrgId(request.parameter("org"));
        } catch (IllegalArgumentException notASlug) {
            throw Problem.notFound().refuse();
        }
    }
}
