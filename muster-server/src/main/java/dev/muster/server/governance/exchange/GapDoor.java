package dev.muster.server.governance.exchange;

import dev.muster.core.governance.Instance;
import dev.muster.core.governance.exchange.AcquisitionDesk;
import dev.muster.core.governance.exchange.ExchangeEvent;
import dev.muster.core.governance.exchange.GapTable;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.json.JsonException;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an acquisition wants beside what makers offer (console listener).
 *
 * <pre>
 * GET  /api/v1/{org}/exchange/gaps/{acquisition}   as it is now, {@code ?maker=}, and what was kept
 * POST /api/v1/{org}/exchange/gaps/{acquisition}   compares with the makers that its field offers names, and keeps the
 *                                                  table in its record
 * </pre>
 */
final class GapDoor {
    private final Database database;
    private final Ledger ledger;
    private final AcquisitionDesk desk;
    private final InstantSource clock;

    GapDoor(Database database, Ledger ledger, AcquisitionDesk desk, InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.desk = desk;
        this.clock = clock;
    }

    void addTo(Routes routes) {
        String one = "/api/v1/{org}/exchange/gaps/{acquisition}";
        routes.get(one, Need.READ, this::now).post(one, Need.WRITE, this::compare);
    }

    private Response now(Request request) {
        OrgId org = request.org();
        String id = request.parameter("acquisition");
        Map<String, Object> answer = new HashMap<>();
        Optional<Long> kept = database.read(tx -> {
            SqlExchange store = new SqlExchange(tx, org);
            Instance acquisition = acquisition(store, id);
            List<GapTable.Line> lines = read(
                    () -> new Gaps(store).of(acquisition, request.query("maker").orElse("")));
            answer.put("lines", lines);
            answer.put("open", lines.stream().filter(line -> !line.met()).count());
            return store.compared(id);
        });
        answer.put("acquisition", id);
        kept(ledger, org, kept).ifPresent(compared -> {
            answer.put("entry", kept.orElseThrow());
            answer.put("kept", compared.offers());
        });
        return Response.json(answer);
    }

    private static Instance acquisition(SqlExchange store, String id) {
        return store.find("acquisition", id)
                .orElseThrow(() -> Problem.of(404, "record-unknown", "There is no acquisition " + id + ".")
                        .refuse());
    }

    /** The comparison in this entry. */
    static Optional<ExchangeEvent.GapsCompared> kept(Ledger ledger, OrgId org, Optional<Long> entry) {
        return entry.flatMap(index -> ledger.entry(org, index))
                .flatMap(ledger::event)
                .filter(ExchangeEvent.GapsCompared.class::isInstance)
                .map(ExchangeEvent.GapsCompared.class::cast);
    }

    private Response compare(Request request) {
        OrgId org = request.org();
        AcquisitionDesk.Answer answer = read(() -> ledger.shell()
                .<SqlExchange, AcquisitionDesk.Answer>run(
                        org,
                        tx -> new SqlExchange(tx, org),
                        store -> desk.compare(
                                request.parameter("acquisition"),
                                request.caller().name(),
                                store,
                                new Gaps(store),
                                clock.instant())));
        return switch (answer) {
            case AcquisitionDesk.Answer.Refused refused ->
                throw Problem.refused(refused, "This was not compared.").refuse();
            case AcquisitionDesk.Answer.Compared compared ->
                Response.json(Map.of(
                        "acquisition", compared.acquisition().id(),
                        "gaps", compared.acquisition().fields().getOrDefault("gaps", ""),
                        "offers", compared.offers()));
        };
    }

    static <T> T read(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (JsonException e) {
            throw Problem.of(
                            409,
                            "capability-statement",
                            "The maker's capability statement cannot be read.",
                            e.reason() + " at " + e.path())
                    .refuse();
        }
    }
}
