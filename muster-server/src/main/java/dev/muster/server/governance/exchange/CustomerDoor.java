package dev.muster.server.governance.exchange;

import dev.muster.core.governance.exchange.ExchangeStore;
import dev.muster.core.governance.exchange.MakerDesk;
import dev.muster.core.ledger.OrgId;
import dev.muster.format.audit.exchange.Content;
import dev.muster.format.audit.exchange.ExchangeException;
import dev.muster.format.audit.exchange.ExchangeStatement;
import dev.muster.format.audit.exchange.StatementList;
import dev.muster.format.cose.VerificationKey;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Accepts;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.RateLimit;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where customers of a maker ask, as their signature says who they are.
 *
 * <pre>
 * POST /exchange/{org}   a signed statement (application/vnd.muster.exchange+cose)
 *      Everything → 200, a list of statements for this customer alone
 *      Bytes      → 200, the paper's bytes
 *      Letter, Receipt → 204
 * </pre>
 *
 * 403 {@code not-a-customer} for keys that are not known and signatures that are wrong, {@code not-for-us} for statements to
 * somebody else, {@code too-late} for old ones; 409 {@code replayed} for what was taken before; 404 {@code paper-unknown}
 * for papers that are not for this customer, whether they are there or not.
 */
final class CustomerDoor {
    /** Clocks of two firms may differ by so much. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    /** What a refusal or a letter leaves in the record, a customer can have it leave this often and no more. */
    private static final double STATEMENTS_A_SECOND = 0.2;

    /** Every paper that a maker may have, asked for in one round. */
    private static final int STATEMENTS_AT_ONCE = 1_200;

    private static final String RETRY_SECONDS = "60";

    private final RateLimit pace;
    private final Database database;
    private final Ledger ledger;
    private final MakerDesk desk;
    private final Statements statements;
    private final ExchangeKeys keys;
    private final InstantSource clock;

    CustomerDoor(
            Database database,
            Ledger ledger,
            MakerDesk desk,
            Statements statements,
            ExchangeKeys keys,
            InstantSource clock) {
        this.database = database;
        this.ledger = ledger;
        this.desk = desk;
        this.statements = statements;
        this.keys = keys;
        this.clock = clock;
        this.pace = new RateLimit(clock, STATEMENTS_A_SECOND, STATEMENTS_AT_ONCE);
    }

    void addTo(Routes routes) {
        routes.post("/exchange/{org}", Need.NOTHING, Accepts.upTo(ExchangeStatement.MAX_BYTES), this::answer);
    }

    private Response answer(Request request) {
        OrgId org = request.org();
        if (!ledger.exists(org)) {
            throw Problem.notFound().refuse();
        }
        if (!request.contentType().equals(ExchangeStatement.MEDIA_TYPE)) {
            throw Problem.of(415, "media-type", "A statement is " + ExchangeStatement.MEDIA_TYPE + ".")
                    .refuse();
        }
        byte[] bytes = request.body(ExchangeStatement.MAX_BYTES);
        ExchangeStore.Customer customer;
        ExchangeStatement statement;
        try {
            String thumbprint = HexFormat.of().formatHex(ExchangeStatement.signer(bytes));
            customer = database.<Optional<ExchangeStore.Customer>>read(
                            tx -> new SqlExchange(tx, org).customerOf(thumbprint))
                    .orElseThrow(CustomerDoor::stranger);
            statement = ExchangeStatement.open(bytes, VerificationKey.of(ExchangeProjection.key(customer.key())))
                    .statement()
                    .orElseThrow(CustomerDoor::stranger);
        } catch (ExchangeException e) {
            throw Problem.of(400, "malformed-statement", "This cannot be read.", e.reason() + " at " + e.path())
                    .refuse();
        }
        if (!pace.admits(org.value() + "/" + customer.id())) {
            throw Problem.of(429, "too-many-statements", "This customer asks too often; ask again later.")
                    .refuse("retry-after", RETRY_SECONDS);
        }
        Instant now = clock.instant();
        requireForUs(statement, org, now);
        MakerDesk.Answer answer = ledger.shell()
                .<ExchangeStore, MakerDesk.Answer>run(
                        org,
                        tx -> new SqlExchange(tx, org),
                        store -> desk.answer(customer, statement.content(), bytes, store, now));
        return response(org, customer, statement.content(), answer);
    }

    private static RuntimeException stranger() {
        return Problem.of(403, "not-a-customer", "Nobody who may ask here has signed this.")
                .refuse();
    }

    private void requireForUs(ExchangeStatement statement, OrgId org, Instant now) {
        if (!Arrays.equals(statement.to(), keys.thumbprint(org))) {
            throw Problem.of(403, "not-for-us", "This is a statement to somebody else.")
                    .refuse();
        }
        if (now.isAfter(statement.until().plus(SKEW)) || now.plus(SKEW).isBefore(statement.at())) {
            throw Problem.of(
                            403,
                            "too-late",
                            "This is not for now.",
                            "from " + statement.at() + " until " + statement.until() + ", and it is " + now)
                    .refuse();
        }
        String id = HexFormat.of().formatHex(statement.id());
        boolean first = database.<Boolean>write(tx -> new SqlExchange(tx, org)
                .first("asked:" + id, statement.until().plus(SKEW).plus(SKEW)));
        if (!first) {
            throw Problem.of(409, "replayed", "This was taken before.").refuse();
        }
    }

    private Response response(OrgId org, ExchangeStore.Customer customer, Content asked, MakerDesk.Answer answer) {
        return switch (answer) {
            case MakerDesk.Answer.Statements all ->
                Response.ok(
                                StatementList.MEDIA_TYPE,
                                StatementList.encode(all.contents().stream()
                                        .map(content -> statements.to(org, customer.key(), content))
                                        .toList()))
                        .with("cache-control", "no-store");
            case MakerDesk.Answer.Paper paper ->
                Response.ok(
                                paper.mediaType(),
                                database.<Optional<byte[]>>read(tx -> new SqlExchange(tx, org).bytes(paper.digest()))
                                        .orElseThrow(
                                                () -> Problem.of(404, "paper-unknown", "There is no " + asked + ".")
                                                        .refuse()))
                        .with("cache-control", "no-store");
            case MakerDesk.Answer.Taken _ -> Response.of(204);
            case MakerDesk.Answer.Refused refused ->
                throw Problem.refused(refused, "This was not done.").refuse();
        };
    }
}
