package dev.muster.server.assurance;

import dev.muster.core.assurance.Catalogue;
import dev.muster.core.assurance.Waiver;
import dev.muster.core.assurance.WaiverDesk;
import dev.muster.core.assurance.WaiverStore;
import dev.muster.core.facts.EntryFacts;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Waivers (console listener, JSON). An operator decides; an auditor only reads.
 *
 * <pre>
 * GET  /api/v1/{org}/waivers       those in force, {@code ?asOf=}
 * POST /api/v1/{org}/waivers       {subject, requirement, reason, until}: subject is device/ID or product/ID
 * POST /api/v1/{org}/waivers/end   {subject, requirement, reason?}
 * </pre>
 *
 * Refusals have the desk's reason code: 404 for what is unknown, 400 for what cannot be, 409 where nothing is to be ended.
 */
public final class WaiverDoor {
    private static final int MAX_BODY_BYTES = 16 * 1024;

    private final Database database;
    private final Shell shell;
    private final EntryFacts facts;
    private final Catalogue catalogue;
    private final InstantSource clock;

    public WaiverDoor(Database database, Shell shell, EntryFacts facts, Catalogue catalogue, InstantSource clock) {
        this.database = database;
        this.shell = shell;
        this.facts = facts;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    record WaiveBody(String subject, String requirement, String reason, String until) {}

    record EndBody(
            String subject, String requirement, @Nullable String reason) {}

    record Line(String subject, String requirement, String by, String reason, String until) {}

    public void addTo(Routes routes) {
        routes.get("/api/v1/{org}/waivers", Need.READ, this::list)
                .post("/api/v1/{org}/waivers", Need.WRITE, this::waive)
                .post("/api/v1/{org}/waivers/end", Need.WRITE, this::end);
    }

    private Response list(Request request) {
        OrgId org = request.org();
        Optional<Instant> asOf = PostureDoor.asOf(request);
        Instant at = asOf.orElseGet(this::now);
        List<Waiver.Of> waivers = database.read(tx -> FleetFacts.waivers(tx, org, facts, asOf, at));
        return Response.json(Map.of(
                "asOf",
                at.toString(),
                "waivers",
                waivers.stream().map(WaiverDoor::line).toList()));
    }

    private static Line line(Waiver.Of of) {
        return new Line(
                of.subject().text(),
                of.requirement().text(),
                of.waiver().by(),
                of.waiver().why(),
                of.waiver().until().toString());
    }

    private Response waive(Request request) {
        WaiveBody body = Json.read(request.body(MAX_BODY_BYTES), WaiveBody.class);
        WaiverDesk.Request wish = wish(request, body.subject(), body.requirement(), body.reason());
        Instant until = time(body.until());
        return answer(run(request, store -> WaiverDesk.waive(wish, until, store, now())));
    }

    private Response end(Request request) {
        EndBody body = Json.read(request.body(MAX_BODY_BYTES), EndBody.class);
        String reason = body.reason() == null ? "" : body.reason();
        WaiverDesk.Request wish = wish(request, body.subject(), body.requirement(), reason);
        return answer(run(request, store -> WaiverDesk.end(wish, store, now())));
    }

    private WaiverDesk.Request wish(
            Request request, @Nullable String subject, @Nullable String requirement, @Nullable String reason) {
        if (subject == null || requirement == null || reason == null) {
            throw Problem.of(400, "malformed-json", "A waiver names subject, requirement and reason.")
                    .refuse();
        }
        return new WaiverDesk.Request(
                subject(subject),
                PostureDoor.requirement(catalogue, requirement).id(),
                request.caller().name(),
                reason);
    }

    private static Subject subject(String text) {
        try {
            return Subject.parse(text);
        } catch (IllegalArgumentException none) {
            throw Problem.of(400, "subject-invalid", "The subject is device/ID or product/ID.")
                    .refuse();
        }
    }

    private static Instant time(@Nullable String text) {
        try {
            return Instant.parse(text == null ? "" : text);
        } catch (DateTimeException none) {
            throw Problem.of(400, "end-invalid", "The end is a time such as 2027-01-31T00:00:00Z.")
                    .refuse();
        }
    }

    private WaiverDesk.Answer run(Request request, Function<WaiverStore, Decision<WaiverDesk.Answer>> desk) {
        OrgId org = request.org();
        return shell.<WaiverStore, WaiverDesk.Answer>run(org, tx -> new SqlWaiverStore(tx, org, facts), desk);
    }

    /** The ledger keeps microseconds; facts as of a finer time could be of the future. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Response answer(WaiverDesk.Answer answer) {
        return switch (answer) {
            case WaiverDesk.Answer.Waived waived ->
                Response.json(
                        201,
                        Map.of(
                                "subject", waived.subject().text(),
                                "requirement", waived.requirement().text(),
                                "waived", true,
                                "until", waived.until().toString()));
            case WaiverDesk.Answer.Ended ended ->
                Response.json(Map.of(
                        "subject", ended.subject().text(),
                        "requirement", ended.requirement().text(),
                        "waived", false));
            case WaiverDesk.Answer.Refused refused -> throw refused(refused);
        };
    }

    private static RuntimeException refused(WaiverDesk.Answer.Refused refused) {
        return Problem.refused(refused, "This cannot be waived so.").refuse();
    }
}
