package dev.muster.server.governance;

import dev.muster.core.governance.Instance;
import dev.muster.core.governance.Machine;
import dev.muster.core.governance.Machines;
import dev.muster.core.governance.Transition;
import dev.muster.core.governance.WorkflowStore;
import dev.muster.core.governance.Workflows;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Records of governance (console listener).
 *
 * <pre>
 * GET  /api/v1/{org}/governance                              machines, with how many records stand in each state
 * GET  /api/v1/{org}/governance/definitions                  how each machine moves: states, transitions, timers, rows
 * GET  /api/v1/{org}/governance/calendar                     what is due within a year, as iCalendar, {@code ?kind=}
 * GET  /api/v1/{org}/governance/{machine}                    records, {@code ?state= ?device= ?person= ?limit=}; what
 *                                                            comes after a record: {@code ?before=SINCE&beforeId=ID};
 *                                                            {@code text/csv} when asked for, by
 *                                                            header or as {@code {machine}.csv}
 * GET  /api/v1/{org}/governance/{machine}/{id}               one, with its steps and what may come next
 * POST /api/v1/{org}/governance/{machine}/{id}/{transition}  {reason?, fields?}; open-request begins one
 * </pre>
 *
 * Refusals have the desk's reason code: 404 for what is unknown, 400 for what is missing or cannot be, 403 for whom it is
 * not, 409 for what stands otherwise.
 */
final class GovernanceDoor {
    private static final int MAX_BODY_BYTES = 256 * 1024;
    private static final String CSV = ".csv";
    private static final int PAGE = 100;
    private static final int PAGE_MAX = 1_000;
    private static final Duration CALENDAR = Duration.ofDays(366);

    private final Database database;
    private final Shell shell;
    private final Machines machines;
    private final Workflows workflows;
    private final InstantSource clock;
    private final List<Definitions.Whole> definitions;

    GovernanceDoor(Database database, Shell shell, Machines machines, Workflows workflows, InstantSource clock) {
        this.database = database;
        this.shell = shell;
        this.machines = machines;
        this.workflows = workflows;
        this.clock = clock;
        this.definitions = Definitions.of(machines);
    }

    record Body(@Nullable String reason, @Nullable Map<String, @Nullable String> fields) {}

    record Line(String machine, String id, String state, String since, Map<String, String> fields) {}

    record StepLine(String transition, String actor, String at) {}

    record Whole(Line record, List<StepLine> steps, List<String> next) {}

    void addTo(Routes routes) {
        String base = "/api/v1/{org}/governance";
        routes.get(base, Need.READ, this::machines)
                .get(base + "/definitions", Need.READ, _ -> Response.json(Map.of("machines", definitions)))
                .get(base + "/calendar", Need.READ, this::calendar)
                .get(base + "/{machine}", Need.READ, this::list)
                .get(base + "/{machine}/{id}", Need.READ, this::show)
                .post(base + "/{machine}/{id}/{transition}", Need.WRITE, this::move);
    }

    private Response machines(Request request) {
        OrgId org = request.org();
        List<Map<String, Object>> lines = database.read(tx -> machines.all().stream()
                .map(machine -> {
                    Map<String, Object> line = new LinkedHashMap<>();
                    line.put("machine", machine.id());
                    line.put("title", machine.title());
                    line.put("states", machine.states());
                    line.put("records", new SqlWorkflows(tx, org).counts(machine.id()));
                    line.put("fields", machine.fields().keySet());
                    return line;
                })
                .toList());
        return Response.json(Map.of("machines", lines));
    }

    private Response list(Request request) {
        Machine machine = machine(request);
        Instant before = request.time("before").orElseGet(() -> clock.instant().plusSeconds(1));
        int limit = (int) request.query("limit", PAGE, 1, PAGE_MAX);
        OrgId org = request.org();
        SqlRecords.Asked asked = new SqlRecords.Asked(
                machine.id(),
                request.query("state").orElse(""),
                request.query("device").orElse(""),
                request.query("person").orElse(""),
                before,
                request.query("beforeId").orElse(""));
        List<Instance> records = database.read(tx -> new SqlRecords(tx, org).page(asked, limit));
        if (request.parameter("machine").endsWith(CSV)
                || request.header("accept").orElse("").startsWith("text/csv")) {
            return Response.ok(
                    "text/csv; charset=utf-8", Papers.csv(machine, records).getBytes(StandardCharsets.UTF_8));
        }
        return Response.json(Map.of(
                "machine",
                machine.id(),
                "records",
                records.stream().map(GovernanceDoor::line).toList()));
    }

    private Response show(Request request) {
        Machine machine = machine(request);
        OrgId org = request.org();
        String id = request.parameter("id");
        Instance found = database.read(tx -> new SqlWorkflows(tx, org).find(machine.id(), id))
                .orElseThrow(() -> Problem.of(404, "record-unknown", "There is no " + machine.id() + " " + id + ".")
                        .refuse());
        return Response.json(whole(machine, found));
    }

    private Response calendar(Request request) {
        OrgId org = request.org();
        Instant now = clock.instant();
        List<Map.Entry<Instance, Instant>> due = database.read(tx -> {
            SqlWorkflows records = new SqlWorkflows(tx, org);
            return request.query("kind")
                    .map(kind -> records.due(kind, now.plus(CALENDAR), PAGE_MAX))
                    .orElseGet(() -> records.due(now.plus(CALENDAR), PAGE_MAX));
        });
        return Response.ok(
                "text/calendar; charset=utf-8",
                Papers.calendar(org.value(), due, now).getBytes(StandardCharsets.UTF_8));
    }

    private Response move(Request request) {
        Machine machine = machine(request);
        byte[] bytes = request.body(MAX_BODY_BYTES);
        Body body = bytes.length == 0 ? new Body(null, null) : Json.read(bytes, Body.class);
        Map<String, String> fields = new TreeMap<>();
        if (body.fields() != null) {
            body.fields().forEach((name, value) -> fields.put(name, value == null ? "" : value));
        }
        Workflows.Request wish = new Workflows.Request(
                machine.id(),
                request.parameter("id"),
                request.parameter("transition"),
                request.caller().name(),
                true,
                body.reason() == null ? "" : body.reason(),
                fields);
        OrgId org = request.org();
        Workflows.Answer answer = shell.<WorkflowStore, Workflows.Answer>run(
                org, tx -> new SqlWorkflows(tx, org), store -> workflows.move(wish, store, clock.instant()));
        return switch (answer) {
            case Workflows.Answer.Moved moved ->
                Response.json(wish.transition().equals(Transition.OPENING) ? 201 : 200, whole(machine, moved.now()));
            case Workflows.Answer.Refused refused ->
                throw Problem.refused(refused, "This was not done.").refuse();
        };
    }

    private Machine machine(Request request) {
        String named = request.parameter("machine");
        String id = named.endsWith(CSV) ? named.substring(0, named.length() - CSV.length()) : named;
        return machines.find(id)
                .orElseThrow(() -> Problem.of(404, "machine-unknown", "Nothing here is called " + id + ".")
                        .refuse());
    }

    private static Whole whole(Machine machine, Instance record) {
        return new Whole(
                line(record),
                record.steps().stream()
                        .map(step -> new StepLine(
                                step.transition(), step.actor(), step.at().toString()))
                        .toList(),
                SqlWorkflows.open(machine, record.state()));
    }

    private static Line line(Instance record) {
        return new Line(
                record.machine(),
                record.id(),
                record.state(),
                record.since().toString(),
                new TreeMap<>(record.fields()));
    }
}
