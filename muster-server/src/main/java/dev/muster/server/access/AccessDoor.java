package dev.muster.server.access;

import dev.muster.core.access.AccessAnswer;
import dev.muster.core.access.AccessAnswer.Denied;
import dev.muster.core.access.AccessAnswer.SessionOpened;
import dev.muster.core.access.AccessDesk;
import dev.muster.core.access.Role;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The API of organisations, operators, tokens and sign-in links; and the sign-in itself. */
public final class AccessDoor {
    private static final int TOKEN_DAYS_MAX = 366;
    private static final int TOKEN_ID_BYTES = 6;

    /** Bodies of the API. */
    record NewOrg(String org, @Nullable String name) {}

    record NewOperator(String operator, @Nullable Role role) {}

    record NewToken(String operator, int days) {}

    record NewLink(String operator) {}

    private final Orgs orgs;
    private final LocalOperator local;
    private final Database database;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Consumer<OrgId> created;

    /** @param created told after an organisation was made, so that other topics can prepare what it needs */
    public AccessDoor(
            Orgs orgs,
            LocalOperator local,
            Database database,
            InstantSource clock,
            SecureRandom random,
            Consumer<OrgId> created) {
        this.orgs = orgs;
        this.local = local;
        this.database = database;
        this.clock = clock;
        this.random = random;
        this.created = created;
    }

    public void addTo(Routes routes) {
        routes.get("/api/v1/orgs", Need.SIGNED_IN, this::list)
                .post("/api/v1/orgs", Need.INSTALLATION, this::create)
                .get("/api/v1/{org}/operators", Need.READ, this::operators)
                .post("/api/v1/{org}/operators", Need.ADMINISTER, this::addOperator)
                .delete("/api/v1/{org}/operators/{operator}", Need.ADMINISTER, this::removeOperator)
                .post("/api/v1/{org}/operators/{operator}/end-sessions", Need.READ, this::endSessions)
                .post("/api/v1/{org}/tokens", Need.READ, this::issueToken)
                .delete("/api/v1/{org}/tokens/{id}", Need.READ, this::revokeToken)
                .post("/api/v1/{org}/sign-in-links", Need.READ, this::makeLink)
                .post("/sign-in/{secret}", Need.NOTHING, this::redeem)
                .post("/o/{org}/sign-out", Need.READ, this::signOut);
    }

    private Response list(Request request) {
        List<Orgs.Org> visible = orgs.all().stream()
                .filter(org -> request.caller().orgs().contains(org.id()))
                .toList();
        return Response.json(Map.of("orgs", visible));
    }

    private Response create(Request request) {
        NewOrg wanted = request.json(NewOrg.class);
        OrgId org = orgId(wanted.org());
        Orgs.settle(local.create(org, wanted.name() == null ? wanted.org() : wanted.name()));
        created.accept(org);
        return Response.json(201, Map.of("org", org.value()));
    }

    private Response addOperator(Request request) {
        NewOperator wanted = request.json(NewOperator.class);
        Orgs.settle(orgs.ask(
                request.org(),
                (desk, store) -> desk.addOperator(
                        store,
                        text("operator", wanted.operator()),
                        wanted.role() == null ? Role.AUDITOR : wanted.role(),
                        request.caller().name(),
                        clock.instant())));
        return Response.json(201, Map.of("operator", wanted.operator()));
    }

    private Response operators(Request request) {
        return Response.json(
                Map.of("operators", database.read(tx -> OperatorRow.of(tx, request.org(), clock.instant()))));
    }

    private Response removeOperator(Request request) {
        Orgs.settle(orgs.ask(
                request.org(),
                (desk, store) -> desk.removeOperator(
                        store, request.parameter("operator"), request.caller().name(), clock.instant())));
        return Response.of(204);
    }

    private Response endSessions(Request request) {
        String operator = request.parameter("operator");
        requireOneself(request, operator);
        Orgs.settle(orgs.ask(
                request.org(),
                (desk, store) ->
                        desk.endSessions(store, operator, request.caller().name(), clock.instant())));
        return Response.of(204);
    }

    /** Everybody looks after their own; whoever looks after others, or has more than the credential in hand, administers. */
    private void requireOneself(Request request, String operator) {
        boolean oneself = request.caller().name().equals(AccessDesk.issuer(operator));
        boolean weighty = database.read(tx -> new SqlAccessStore(tx, request.org()).roleOf(operator))
                .filter(Role::mayAdminister)
                .isPresent();
        if (!oneself || weighty) {
            request.require(Need.ADMINISTER);
        }
    }

    private Response issueToken(Request request) {
        NewToken wanted = request.json(NewToken.class);
        requireOneself(request, text("operator", wanted.operator()));
        if (wanted.days() < 1 || wanted.days() > TOKEN_DAYS_MAX) {
            throw Problem.of(400, "bad-days", "A token is valid for 1 to " + TOKEN_DAYS_MAX + " days.")
                    .refuse();
        }
        Secret secret = Secret.fresh(random);
        byte[] tag = new byte[TOKEN_ID_BYTES];
        random.nextBytes(tag);
        String id = HexFormat.of().formatHex(tag);
        Orgs.settle(orgs.ask(
                request.org(),
                (desk, store) -> desk.issueToken(
                        store,
                        id,
                        text("operator", wanted.operator()),
                        secret.hash(),
                        Duration.ofDays(wanted.days()),
                        request.caller().name(),
                        clock.instant())));
        return Response.json(201, Map.of("id", id, "token", secret.text()));
    }

    private Response revokeToken(Request request) {
        String owner = database.read(tx -> new SqlAccessStore(tx, request.org()).ownerOfToken(request.parameter("id")))
                .orElse("");
        requireOneself(request, owner);
        Orgs.settle(orgs.ask(
                request.org(),
                (desk, store) -> desk.revokeToken(
                        store, request.parameter("id"), request.caller().name(), clock.instant())));
        return Response.of(204);
    }

    private Response makeLink(Request request) {
        NewLink wanted = request.json(NewLink.class);
        requireOneself(request, text("operator", wanted.operator()));
        Secret secret = Secret.fresh(random);
        Orgs.settle(orgs.ask(
                request.org(),
                (desk, store) -> desk.makeLink(
                        store,
                        text("operator", wanted.operator()),
                        secret.hash(),
                        request.caller().name(),
                        clock.instant())));
        return Response.json(201, Map.of("path", "/sign-in/" + secret.text()));
    }

    private Response redeem(Request request) {
        AccessGate.refuseOtherSites(request);
        String linkHash = new Secret(request.parameter("secret")).hash();
        Optional<OrgId> org = database.read(tx -> tx.one(
                "select org from access_links where secret_hash = ?", row -> new OrgId(row.text("org")), linkHash));
        if (org.isEmpty()) {
            return Response.seeOther("/sign-in?failed=" + AccessAnswer.Reason.LINK_UNKNOWN.code());
        }
        Secret session = Secret.fresh(random);
        AccessAnswer answer =
                orgs.ask(org.get(), (desk, store) -> desk.redeem(store, linkHash, session.hash(), clock.instant()));
        return switch (answer) {
            case SessionOpened opened ->
                Response.seeOther("/o/" + org.get().value() + "/")
                        .with("set-cookie", cookie(session.text(), opened.expiresAt(), clock.instant()));
            case Denied denied -> Response.seeOther("/sign-in?failed=" + denied.reason());
            case AccessAnswer.Done done -> throw new IllegalStateException("a redeemed link opens a session: " + done);
        };
    }

    private Response signOut(Request request) {
        request.cookie(AccessGate.COOKIE).ifPresent(session -> {
            String hash = new Secret(session).hash();
            String operator = request.caller().name().replaceFirst("^operator/", "");
            orgs.ask(request.org(), (desk, store) -> desk.signOut(operator, hash, clock.instant()));
        });
        return Response.seeOther("/sign-in").with("set-cookie", cookie("", 0));
    }

    static String cookie(String session, Instant ends, Instant now) {
        return cookie(session, Duration.between(now, ends).toSeconds());
    }

    private static String cookie(String value, long seconds) {
        return AccessGate.COOKIE + "=" + value + "; Path=/; Max-Age=" + seconds + "; Secure; HttpOnly; SameSite=Strict";
    }

    private static OrgId orgId(@Nullable String text) {
        try {
            return new OrgId(text("org", text));
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "bad-org", "An organisation id looks like acme-2.", String.valueOf(e.getMessage()))
                    .refuse();
        }
    }

    private static String text(String member, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw Problem.of(400, "missing-member", "The member " + member + " is missing.")
                    .refuse();
        }
        return value;
    }
}
