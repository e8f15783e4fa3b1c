package dev.muster.server.governance;

import dev.muster.core.governance.Budgets;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * Money: plan against actual, over the lifetime (console listener).
 *
 * <pre>
 * GET /api/v1/{org}/governance/budget       lines with their years, and sums by category; amounts in cents
 * GET /api/v1/{org}/governance/budget.csv   a row for each line and year
 * GET /o/{org}/governance/budget            the same for people
 * </pre>
 */
final class BudgetDoor {
    private final Database database;
    private final Hindsight registers;
    private final Contributions contributions;
    private final InstantSource clock;

    BudgetDoor(Database database, Hindsight registers, Contributions contributions, InstantSource clock) {
        this.database = database;
        this.registers = registers;
        this.contributions = contributions;
        this.clock = clock;
    }

    void addTo(Routes routes) {
        String base = "/api/v1/{org}/governance/budget";
        routes.get(base, Need.READ, this::report)
                .get(base + ".csv", Need.READ, this::table)
                .get("/o/{org}/governance/budget", Need.READ, this::page);
    }

    private List<Budgets.Line> lines(Request request, Instant now) {
        OrgId org = request.org();
        return database.read(tx -> new SqlBudget(tx, org).lines(now));
    }

    private Response report(Request request) {
        List<Budgets.Line> lines = lines(request, clock.instant());
        return Response.json(Map.of("lines", lines, "categories", Budgets.sums(lines)));
    }

    private Response table(Request request) {
        return Response.ok(
                "text/csv; charset=utf-8",
                Papers.csv(lines(request, clock.instant())).getBytes(StandardCharsets.UTF_8));
    }

    private Response page(Request request) {
        Frame frame = Frame.of("Budget", request, contributions, GovernancePages.PLACE);
        Instant at = frame.shown(clock);
        OrgId org = request.org();
        return Response.html(new BudgetPage(
                        frame,
                        registers.read(
                                org, frame.asOf(), GovernancePages.TOPIC, tx -> new SqlBudget(tx, org).lines(at)))
                .render());
    }
}
