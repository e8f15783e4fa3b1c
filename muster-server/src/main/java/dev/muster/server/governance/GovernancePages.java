package dev.muster.server.governance;

import dev.muster.core.governance.Instance;
import dev.muster.core.governance.Machine;
import dev.muster.core.governance.Machines;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Tx;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.topic.Hindsight;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Rows;
import dev.muster.server.web.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Records for people: the board, the calendar, the records of one kind, and one record with the forms of what may come
 * next; at a past second without the forms.
 *
 * <pre>
 * GET /o/{org}/governance                  the board: every kind, how many stand where, what is due
 * GET /o/{org}/governance/calendar         what is due within a year, by day
 * GET /o/{org}/governance/{machine}        records, {@code ?state= ?q= ?sort= ?page=}
 * GET /o/{org}/governance/{machine}/{id}   one
 * </pre>
 */
final class GovernancePages {
    static final String PLACE = "governance";

    /** The topic whose registers the pages show. */
    static final String TOPIC = "governance";

    private static final Duration YEAR = Duration.ofDays(366);
    private static final int CALENDAR_ROWS = 500;
    private static final int BOARD_DUE = 20;
    private static final int STEPS_SHOWN = 100;

    private final Hindsight registers;
    private final Ledger ledger;
    private final Machines machines;
    private final Contributions contributions;
    private final InstantSource clock;

    GovernancePages(
            Hindsight registers, Ledger ledger, Machines machines, Contributions contributions, InstantSource clock) {
        this.registers = registers;
        this.ledger = ledger;
        this.machines = machines;
        this.contributions = contributions.place(Contributions.Area.GOVERNANCE, "Governance", PLACE);
        this.clock = clock;
    }

    void addTo(Routes routes) {
        String base = "/o/{org}/governance";
        routes.get(base, Need.READ, this::board)
                .get(base + "/calendar", Need.READ, this::calendar)
                .get(base + "/{machine}", Need.READ, this::records)
                .get(base + "/{machine}/{id}", Need.READ, this::record);
    }

    private Response board(Request request) {
        OrgId org = request.org();
        Frame frame = frame("Governance", request);
        Instant now = frame.shown(clock);
        Map<String, Map<String, Long>> counts = at(request, tx -> new SqlBoard(tx, org).counts());
        List<Map.Entry<Instance, Instant>> due =
                at(request, tx -> new SqlWorkflows(tx, org).due(now.plus(YEAR), BOARD_DUE));
        return Response.html(new BoardPage(frame, machines, counts, due, now).render());
    }

    private Response calendar(Request request) {
        OrgId org = request.org();
        Frame frame = frame("What is due", request);
        Instant now = frame.shown(clock);
        List<Map.Entry<Instance, Instant>> due =
                at(request, tx -> new SqlWorkflows(tx, org).due(now.plus(YEAR), CALENDAR_ROWS));
        return Response.html(BoardPage.calendar(frame, due, now));
    }

    private Response records(Request request) {
        Machine machine = machine(request);
        OrgId org = request.org();
        SqlBoard.Filter filter = new SqlBoard.Filter(
                machine.id(),
                request.query("state").orElse(""),
                request.query("q").orElse("").strip());
        Rows.Wanted wanted = Table.wanted(request);
        Rows.Slice<Instance> slice = at(request, tx -> new SqlBoard(tx, org).page(filter, wanted));
        Map<String, Long> counts = at(request, tx -> new SqlWorkflows(tx, org).counts(machine.id()));
        return Response.html(new RecordsPage(
                        frame(machine.title(), request),
                        machine,
                        filter,
                        counts,
                        request.time("asOf").orElseGet(clock::instant))
                .render(wanted, slice));
    }

    private Response record(Request request) {
        Machine machine = machine(request);
        OrgId org = request.org();
        String id = request.parameter("id");
        Instance record = at(request, tx -> new SqlWorkflows(tx, org).find(machine.id(), id))
                .orElseThrow(() -> Problem.notFound().refuse());
        List<StepMade> made = at(request, tx -> StepMade.newest(tx, ledger, org, machine.id(), id, STEPS_SHOWN));
        return Response.html(new RecordPage(
                        frame(machine.title() + " " + record.id(), request),
                        machine,
                        record,
                        made,
                        request.time("asOf").orElseGet(clock::instant))
                .render());
    }

    private Machine machine(Request request) {
        return machines.find(request.parameter("machine"))
                .orElseThrow(() -> Problem.notFound().refuse());
    }

    private Frame frame(String title, Request request) {
        return Frame.of(title, request, contributions, PLACE);
    }

    private <T> T at(Request request, Function<Tx, T> question) {
        return registers.read(request.org(), request.time("asOf"), TOPIC, question);
    }
}
