package dev.muster.server.joining;

import dev.muster.core.joining.RefusalReasons;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.joining.RecentRefusals.Refusal;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why somebody got no certificate (console listener, JSON), by the correlation id of the answer, while the server remembers:
 *
 * <pre>
 * GET /api/v1/{org}/joining/refusals         {refusals: [{id, at, status, code, detail, claimed, source, meaning, remedy}]}
 * GET /api/v1/{org}/joining/refusals/{id}    one of them
 * </pre>
 */
final class RefusalsDoor {
    private final RecentRefusals recent;

    RefusalsDoor(RecentRefusals recent) {
        this.recent = recent;
    }

    void addTo(Routes console) {
        console.get("/api/v1/{org}/joining/refusals", Need.READ, this::list)
                .get("/api/v1/{org}/joining/refusals/{id}", Need.READ, this::one);
    }

    private Response list(Request request) {
        return Response.json(Map.of(
                "refusals",
                recent.newest(request.org()).stream().map(RefusalsDoor::json).toList()));
    }

    private Response one(Request request) {
        return recent.find(request.org(), request.parameter("id"))
                .map(found -> Response.json(json(found)))
                .orElseThrow(() -> Problem.notFound().refuse());
    }

    private static Map<String, Object> json(Refusal refusal) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", refusal.id());
        json.put("at", refusal.at().toString());
        json.put("status", refusal.status());
        json.put("code", refusal.code());
        json.put("detail", refusal.detail());
        json.put("claimed", refusal.claimed());
        json.put("source", refusal.source());
        RefusalReasons.of(refusal.code()).ifPresent(reason -> {
            json.put("meaning", reason.meaning());
            json.put("remedy", reason.remedy());
        });
        return json;
    }
}
