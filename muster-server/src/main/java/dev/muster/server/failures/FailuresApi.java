package dev.muster.server.failures;

import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.util.List;

/** Failures of the fleet, each once: {@code GET /api/v1/{org}/failures[?device=ID]}, and where one was seen. */
final class FailuresApi {
    static final int ROWS_MAX = 500;

    private final Database database;

    FailuresApi(Database database) {
        this.database = database;
    }

    void addTo(Routes routes) {
        routes.get("/api/v1/{org}/failures", Need.READ, this::list);
        routes.get("/api/v1/{org}/failures/{signature}", Need.READ, this::show);
    }

    private Response list(Request request) {
        return Response.json(database.<List<SqlFailures.Group>>read(tx -> {
            SqlFailures store = new SqlFailures(tx, request.org());
            return request.query("device")
                    .map(device -> store.newest(device, ROWS_MAX))
                    .orElseGet(() -> store.newest(ROWS_MAX));
        }));
    }

    /** One of them with its devices. */
    private record Shown(SqlFailures.Group failure, List<SqlFailures.Seen> devices) {}

    private Response show(Request request) {
        String signature = request.parameter("signature");
        return Response.json(database.<Shown>read(tx -> {
            SqlFailures store = new SqlFailures(tx, request.org());
            SqlFailures.Group group = store.group(signature)
                    .orElseThrow(() -> Problem.of(404, "failure-unknown", "No device told such a failure.")
                            .refuse());
            return new Shown(group, store.seen(signature, ROWS_MAX));
        }));
    }
}
