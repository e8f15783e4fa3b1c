package dev.muster.server.assurance;

import dev.muster.core.assurance.Catalogue;
import dev.muster.core.assurance.Derivation;
import dev.muster.core.assurance.FleetPosture;
import dev.muster.core.assurance.Posture;
import dev.muster.core.assurance.Requirement;
import dev.muster.core.assurance.RequirementId;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Verdicts as JSON: of the fleet, of a device, and why. Every answer takes {@code asOf}, ISO 8601. */
public final class PostureDoor {
    private final Postures postures;
    private final Ledger ledger;

    public PostureDoor(Postures postures, Ledger ledger) {
        this.postures = postures;
        this.ledger = ledger;
    }

    public void addTo(Routes routes) {
        routes.get("/api/v1/{org}/posture", Need.READ, this::fleet)
                .get("/api/v1/{org}/devices/{id}/posture", Need.READ, this::device)
                .get("/api/v1/{org}/devices/{id}/why/{requirement*}", Need.READ, this::why);
    }

    private Response fleet(Request request) {
        FleetPosture fleet = postures.fleet(request.org(), asOf(request));
        Optional<String> source = request.query("source");
        Catalogue catalogue = postures.assessor().catalogue();
        if (source.isPresent() && catalogue.sources().stream().noneMatch(s -> s.id().equals(source.get()))) {
            throw Problem.of(404, "source-unknown", "The catalogue has no source of this name.")
                    .refuse();
        }
        return Response.json(PostureJson.fleet(catalogue, fleet, source));
    }

    private Response device(Request request) {
        Posture posture = postures.device(request.org(), request.parameter("id"), asOf(request))
                .orElseThrow(PostureDoor::unknownDevice);
        return Response.json(PostureJson.device(postures.assessor().catalogue(), posture));
    }

    private Response why(Request request) {
        OrgId org = request.org();
        Requirement requirement = requirement(postures.assessor().catalogue(), request.parameter("requirement"));
        Derivation derivation = postures.why(org, request.parameter("id"), requirement, asOf(request))
                .orElseThrow(PostureDoor::unknownDevice);
        Map<Long, Entry> entries = new HashMap<>();
        ledger.entries(org, all -> {
            derivation.entries().forEach(index -> all.at(index).ifPresent(entry -> entries.put(index, entry)));
            return entries;
        });
        return Response.json(PostureJson.why(derivation, entries));
    }

    /** The one requirement of this name; the source may be left out where one id means one. */
    static Requirement requirement(Catalogue catalogue, String text) {
        List<Requirement> named = catalogue.named(text);
        if (named.isEmpty()) {
            throw Problem.of(404, "requirement-unknown", "The catalogue has no requirement " + text + ".")
                    .refuse();
        }
        if (named.size() > 1) {
            String ids =
                    named.stream().map(Requirement::id).map(RequirementId::text).collect(Collectors.joining(", "));
            throw Problem.of(
                            409,
                            "requirement-ambiguous",
                            "Several sources have a requirement " + text + ": " + ids + ".")
                    .refuse();
        }
        return named.getFirst();
    }

    static Optional<Instant> asOf(Request request) {
        return request.time("asOf");
    }

    private static RuntimeException unknownDevice() {
        return Problem.of(404, "device-unknown", "Nothing is known of this device at that time.")
                .refuse();
    }
}
