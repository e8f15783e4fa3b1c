package dev.muster.server.governance;

import dev.muster.core.governance.Machine;
import dev.muster.core.governance.Machines;
import dev.muster.core.governance.Transition;
import dev.muster.core.governance.WorkflowStore;
import dev.muster.core.governance.Workflows;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sequence.Shell;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Begins records from a table (console listener).
 *
 * <pre>
 * POST /api/v1/{org}/governance/{machine}   text/csv: a head with id and names of fields, then a record a line
 * </pre>
 *
 * Each line is taken or refused by itself, and the answer says which and why: {@code {begun, refused: [{line, id, code,
 * detail}]}}. Columns {@code state} and {@code since}, which the table of the same kind has, are not taken over: a record
 * moves by its steps. A refused line can be mended and sent again; those that were taken are then {@code id-taken}.
 */
final class ImportDoor {
    private static final int MAX_BYTES = 2 * 1024 * 1024;
    private static final List<String> NOT_FIELDS = List.of("id", "state", "since");

    private final Shell shell;
    private final Machines machines;
    private final Workflows workflows;
    private final InstantSource clock;

    ImportDoor(Shell shell, Machines machines, Workflows workflows, InstantSource clock) {
        this.shell = shell;
        this.machines = machines;
        this.workflows = workflows;
        this.clock = clock;
    }

    record RefusedLine(int line, String id, String code, String detail) {}

    void addTo(Routes routes) {
        routes.post("/api/v1/{org}/governance/{machine}", Need.WRITE, this::take);
    }

    private Response take(Request request) {
        Machine machine = machines.find(request.parameter("machine"))
                .orElseThrow(() -> Problem.notFound().refuse());
        if (!request.contentType().startsWith("text/csv")) {
            throw Problem.of(415, "media-type", "Records are imported as text/csv.")
                    .refuse();
        }
        List<CsvLines.Row> rows;
        try {
            rows = CsvLines.read(new String(request.body(MAX_BYTES), StandardCharsets.UTF_8));
        } catch (CsvLines.Malformed e) {
            throw Problem.of(
                            400,
                            "malformed-table",
                            "This is no table that can be read.",
                            String.valueOf(e.getMessage()))
                    .refuse();
        }
        if (rows.isEmpty() || !rows.getFirst().cells().contains("id")) {
            throw Problem.of(400, "malformed-table", "A table begins with a head that names the column id.")
                    .refuse();
        }
        List<String> head = rows.getFirst().cells();
        List<RefusedLine> refused = new ArrayList<>();
        for (CsvLines.Row row : rows.subList(1, rows.size())) {
            line(request, machine, head, row).ifPresent(refused::add);
        }
        return Response.json(Map.of("begun", rows.size() - 1 - refused.size(), "refused", refused));
    }

    /** As it was before {@link Papers} kept a spreadsheet from computing it. */
    private static String plain(String cell) {
        return cell.length() > 1 && cell.charAt(0) == '\'' && Papers.COMPUTED.indexOf(cell.charAt(1)) >= 0
                ? cell.substring(1)
                : cell;
    }

    private Optional<RefusedLine> line(Request request, Machine machine, List<String> head, CsvLines.Row row) {
        if (row.cells().size() != head.size()) {
            return Optional.of(new RefusedLine(
                    row.number(), "", "line-invalid", row.cells().size() + " cells under a head of " + head.size()));
        }
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < head.size(); i++) {
            if (!NOT_FIELDS.contains(head.get(i)) && !row.cells().get(i).isEmpty()) {
                fields.put(head.get(i), plain(row.cells().get(i)));
            }
        }
        String id = plain(row.cells().get(head.indexOf("id")));
        Workflows.Request wish = new Workflows.Request(
                machine.id(), id, Transition.OPENING, request.caller().name(), true, "imported", fields);
        OrgId org = request.org();
        Workflows.Answer answer = shell.<WorkflowStore, Workflows.Answer>run(
                org, tx -> new SqlWorkflows(tx, org), store -> workflows.move(wish, store, clock.instant()));
        return answer instanceof Workflows.Answer.Refused no
                ? Optional.of(new RefusedLine(row.number(), id, no.reason(), no.detail()))
                : Optional.empty();
    }
}
