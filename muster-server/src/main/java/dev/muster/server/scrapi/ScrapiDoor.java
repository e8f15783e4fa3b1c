package dev.muster.server.scrapi;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.MalformedException;
import dev.muster.format.audit.scitt.Receipt;
import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.ledger.ForkedLogException;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sequence.LedgerBusyException;
import dev.muster.ledger.sequence.NotSequencerException;
import dev.muster.ledger.statements.RefusalCounts;
import dev.muster.ledger.statements.Registration;
import dev.muster.ledger.statements.StatementRow;
import dev.muster.ledger.statements.Statements;
import dev.muster.server.http.Accepts;
import dev.muster.server.http.Caller;
import dev.muster.server.http.Need;
import dev.muster.server.http.RateLimit;
import dev.muster.server.http.Refused;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;

/** SCRAPI: register a statement, fetch its receipt, read the keys. */
public final class ScrapiDoor {
    private static final String COSE = "application/cose";
    private static final String STATEMENT = "application/scitt-statement+cose";
    /** Far above the largest statement that is taken, so that too large a one gets an answer that helps. */
    private static final int MAX_BODY_BYTES = 4 << 20;
    /** Above this the header that is not logged would be larger than what is. */
    private static final int MAX_STATEMENT_BYTES = 2 * SignedStatement.MAX_LEAF_BYTES;
    /** A caller waits this long for its receipt before it is told to poll. */
    private static final long WAIT_MILLIS = 5_000;

    private static final String RETRY_SECONDS = "1";
    private static final double REQUESTS_PER_SECOND = 200;
    private static final double BURST = 1000;

    /** How a running registration is answered. */
    enum Polling {
        /** 202, then 204 until 200 (draft -11). */
        DRAFT_11("/scitt/"),
        /** 303, then 302 until 200 (drafts -09 and -10). */
        DRAFT_10("/scitt-10/");

        private final String prefix;

        Polling(String prefix) {
            this.prefix = prefix;
        }

        String prefix() {
            return prefix;
        }
    }

    private final Ledger ledger;
    private final ServiceKeys keys;
    private final Statements statements;
    private final RefusalCounts refusals;
    private final Predicate<OrgId> closed;
    private final RateLimit rate;
    private final PendingRegistrations pending = new PendingRegistrations(Executors.newVirtualThreadPerTaskExecutor());

    /**
     * @param refusals where refused statements of callers without a credential are counted
     * @param closed organisations that take statements of callers with a credential only
     */
    public ScrapiDoor(
            Ledger ledger,
            Statements statements,
            RefusalCounts refusals,
            Predicate<OrgId> closed,
            InstantSource clock) {
        this.refusals = refusals;
        this.closed = closed;
        this.ledger = ledger;
        this.keys = new ServiceKeys(ledger);
        this.statements = statements;
        this.rate = new RateLimit(clock, REQUESTS_PER_SECOND, BURST);
    }

    /** On the listener for people and other services. */
    public Routes addTo(Routes routes) {
        for (Polling polling : Polling.values()) {
            String base = polling.prefix + "{org}";
            routes.post(
                            base + "/entries",
                            Need.NOTHING,
                            Accepts.upTo(MAX_BODY_BYTES),
                            request -> limited(request, org -> register(request, org, polling)))
                    .get(
                            base + "/entries/{id}",
                            Need.NOTHING,
                            request -> limited(request, org -> receipt(request, org, polling)))
                    .get(
                            base + "/entries/{id}/statement",
                            Need.NOTHING,
                            request -> limited(request, org -> statement(request, org)))
                    .get(
                            base + "/entries/{id}/transparent",
                            Need.NOTHING,
                            request -> limited(request, org -> transparent(request, org)))
                    .get(
                            base + "/.well-known/scitt-keys",
                            Need.NOTHING,
                            request -> limited(request, org -> keys.all(List.of(org))))
                    .get(
                            base + "/.well-known/scitt-keys/{kid}",
                            Need.NOTHING,
                            request -> limited(request, org -> keys.one(request, List.of(org))));
        }
        return routes.showing(ConciseProblem::form)
                .get("/.well-known/scitt-keys", Need.NOTHING, request -> keys.all(ledger.orgs()))
                .get("/.well-known/scitt-keys/{kid}", Need.NOTHING, request -> keys.one(request, ledger.orgs()));
    }

    private Response limited(Request request, Function<OrgId, Response> answer) {
        if (!rate.admits(request.peer().network())) {
            return new ConciseProblem(429, "Too Many Requests", "Come back in a second.")
                    .response()
                    .with("Retry-After", RETRY_SECONDS);
        }
        OrgId org;
        try {
            org = new OrgId(request.parameter("org"));
        } catch (IllegalArgumentException notASlug) {
            return ConciseProblem.notFound("There is no such service.").response();
        }
        if (!ledger.exists(org)) {
            return ConciseProblem.notFound("There is no such service.").response();
        }
        try {
            return answer.apply(org);
        } catch (LedgerBusyException | NotSequencerException | ForkedLogException later) {
            return new ConciseProblem(503, "Service Unavailable", String.valueOf(later.getMessage()))
                    .response()
                    .with("Retry-After", RETRY_SECONDS);
        }
    }

    private Response register(Request request, OrgId org, Polling polling) {
        if (closed.test(org) || request.header("authorization").isPresent()) {
            try {
                request.require(Need.WRITE);
            } catch (Refused unknown) {
                if (!closed.test(org)) {
                    return registerOf(request, org, polling); // as anybody
                }
                return new ConciseProblem(401, "Unauthorized", "Registration here needs a credential.")
                        .response()
                        .with("WWW-Authenticate", "Bearer");
            }
        }
        return registerOf(request, org, polling);
    }

    private Response registerOf(Request request, OrgId org, Polling polling) {
        String type = request.contentType();
        if (!type.equals(COSE) && !type.equals(STATEMENT)) {
            return ConciseProblem.malformed("The body is " + COSE + " or " + STATEMENT + ".")
                    .response();
        }
        byte[] body;
        try {
            body = request.body(MAX_BODY_BYTES);
        } catch (Refused tooLarge) {
            return new ConciseProblem(413, "Rejected", "A request has at most " + MAX_BODY_BYTES + " bytes.")
                    .response();
        }
        if (body.length > MAX_STATEMENT_BYTES) {
            return new ConciseProblem(
                            400,
                            "Rejected",
                            "A statement has at most " + SignedStatement.MAX_LEAF_BYTES + " bytes, this one "
                                    + body.length + ". Register a hash envelope (RFC 9995) over the document instead.")
                    .response();
        }
        String id;
        try {
            id = HexFormat.of().formatHex(SignedStatement.parse(body).digest());
        } catch (MalformedException malformed) {
            return ConciseProblem.malformed(String.valueOf(malformed.getMessage()))
                    .response();
        }
        long wait = request.header("prefer")
                        .filter(p -> p.contains("respond-async"))
                        .isPresent()
                ? 0
                : WAIT_MILLIS;
        String location = location(request, org, polling, id);
        return pending.run(org + "/" + id, () -> registered(request, org, id, body), wait)
                .map(answer -> answer(answer, location))
                .orElseGet(() -> running(polling, location));
    }

    private Registration registered(Request request, OrgId org, String id, byte[] body) {
        Registration answer = statements.register(org, body);
        if (answer instanceof Registration.Refused refused && request.caller().equals(Caller.NOBODY)) {
            refusals.note(org, refused, id, request.peer().network());
        }
        return answer;
    }

    /** Absolute, as the caller named this service: some clients resolve a path against the wrong base. */
    private static String location(Request request, OrgId org, Polling polling, String id) {
        String path = polling.prefix + org + "/entries/" + id;
        return request.authority().map(host -> "https://" + host + path).orElse(path);
    }

    private static Response running(Polling polling, String location) {
        return Response.of(polling == Polling.DRAFT_11 ? 202 : 303)
                .with("Location", location)
                .with("Retry-After", RETRY_SECONDS);
    }

    private static Response answer(Registration answer, String location) {
        return switch (answer) {
            case Registration.Registered done ->
                Response.of(201, COSE, done.receipt().bytes()).with("Location", location);
            case Registration.Refused refused -> ConciseProblem.of(refused).response();
        };
    }

    private Response receipt(Request request, OrgId org, Polling polling) {
        String id = request.parameter("id");
        Optional<StatementRow> row = statements.find(org, id);
        if (row.isPresent()) {
            Receipt receipt = statements.receipt(org, row.get());
            return Response.ok(COSE, receipt.bytes()).with("Location", location(request, org, polling, id));
        }
        Optional<CompletableFuture<Registration>> running = pending.find(org + "/" + id);
        if (running.isEmpty()) {
            return ConciseProblem.notFound("No statement has this locator.").response();
        }
        if (running.get().isDone()) {
            return new ConciseProblem(404, "Registration Failed", PendingRegistrations.failure(running.get()))
                    .response();
        }
        return polling == Polling.DRAFT_11
                ? Response.of(204).with("Retry-After", RETRY_SECONDS).with("Cache-Control", "no-store")
                : Response.of(302)
                        .with("Location", location(request, org, polling, id))
                        .with("Retry-After", RETRY_SECONDS);
    }

    private Response statement(Request request, OrgId org) {
        return found(request, org, row -> Response.ok(STATEMENT, statements.statement(org, row)));
    }

    private Response transparent(Request request, OrgId org) {
        return found(request, org, row -> Response.ok(STATEMENT, statements.transparent(org, row)));
    }

    private Response found(Request request, OrgId org, Function<StatementRow, Response> answer) {
        return statements
                .find(org, request.parameter("id"))
                .map(answer)
                .orElseGet(() -> ConciseProblem.notFound("No statement has this locator.")
                        .response());
    }
}
