package dev.muster.server.attestation;

import dev.muster.core.attestation.EvidenceAppraised;
import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.server.http.Need;
import dev.muster.server.http.OneAtATime;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.util.LinkedHashMap;
import java.util.Map;

/** The API for what evidence came to: the last of every device, one in full, and all of them again. */
public final class AppraisalsDoor {
    private final Ledger ledger;
    private final AttestationQueries queries;
    private final OneAtATime heavy;
    private final Reappraisal reappraisal;

    public AppraisalsDoor(Ledger ledger, KeySeal seal, AttestationQueries queries, OneAtATime heavy) {
        this.ledger = ledger;
        this.queries = queries;
        this.heavy = heavy;
        this.reappraisal = new Reappraisal(ledger, seal);
    }

    /** On the listener for people. */
    public Routes addTo(Routes routes) {
        return routes.get(
                        "/api/v1/{org}/appraisals", Need.READ, request -> Response.json(queries.latest(request.org())))
                .get("/api/v1/{org}/appraisals/{device}", Need.READ, this::latest)
                .post(
                        "/api/v1/{org}/appraisals/replay",
                        Need.READ,
                        request -> heavy.run(
                                request.org(), "replay", () -> Response.json(reappraisal.run(request.org()))));
    }

    private Response latest(Request request) {
        OrgId org = request.org();
        String id = request.parameter("device");
        if (!DeviceId.isDeviceId(id)) {
            throw Problem.notFound().refuse();
        }
        AttestationQueries.Latest latest = queries.latest(org, new DeviceId(id))
                .orElseThrow(() -> Problem.notFound().refuse());
        return ledger.entry(org, latest.entry())
                .flatMap(ledger::event)
                .filter(EvidenceAppraised.class::isInstance)
                .map(event -> Response.json(whole(latest, (EvidenceAppraised) event)))
                .orElseThrow(() -> Problem.of(410, "erased", "The entry's evidence was erased.")
                        .refuse());
    }

    private static Map<String, Object> whole(AttestationQueries.Latest latest, EvidenceAppraised event) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("device", latest.device());
        all.put("entry", latest.entry());
        all.put("appraisedAt", latest.appraisedAt().toString());
        all.put("status", latest.status());
        all.put("vector", event.vector());
        all.put("reasons", event.reasons());
        event.match().ifPresent(match -> all.put("match", match));
        event.nearest().ifPresent(nearest -> all.put("nearest", nearest));
        all.put("differences", event.differences());
        all.put("differencesTotal", event.differencesTotal());
        all.put("skipped", event.skipped());
        all.put("software", event.software());
        all.put("boundToConnection", event.isBound());
        all.put("referenceSet", event.referenceSet());
        all.put("policy", event.policy());
        return all;
    }
}
