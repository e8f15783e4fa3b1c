package dev.muster.server.governance;

import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.Instance;
import dev.muster.core.governance.Machines;
import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.format.crypto.Sha256;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Json;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Calendars that programs subscribe to which know no header: who has the address reads what is due, and nothing else.
 *
 * <pre>
 * POST   /api/v1/{org}/governance/feeds        {kind?}: a new address, told once; good for a year
 * GET    /api/v1/{org}/governance/feeds        whose there are, of what, until when
 * DELETE /api/v1/{org}/governance/feeds/{id}   it is good no more
 * GET    /calendars/{org}/{token}              anybody who knows the token: what is due within a year, as iCalendar
 * </pre>
 *
 * The token is 256 random bits; its SHA-256 is what is kept. It ends with its maker's place in the organisation. An address that
 * is none is answered as one that is over.
 */
final class FeedDoor {
    private static final int TOKEN_BYTES = 32;
    private static final int MAX_BODY_BYTES = 1024;
    private static final Duration LIFE = Duration.ofDays(366);
    private static final Duration CALENDAR = Duration.ofDays(366);

    /** What a calendar program can show. */
    private static final int MOST_DUE = 1_000;

    /** One for each person and device that somebody has; more is a mistake. */
    private static final int MOST_FEEDS = 100;

    private final Database database;
    private final Shell shell;
    private final Machines machines;
    private final SecureRandom random;
    private final InstantSource clock;

    FeedDoor(Database database, Shell shell, Machines machines, SecureRandom random, InstantSource clock) {
        this.database = database;
        this.shell = shell;
        this.machines = machines;
        this.random = random;
        this.clock = clock;
    }

    record Body(@Nullable String kind) {}

    void addTo(Routes routes) {
        String base = "/api/v1/{org}/governance/feeds";
        routes.post(base, Need.WRITE, this::open)
                .get(base, Need.WRITE, this::list)
                .delete(base + "/{id}", Need.WRITE, this::end)
                .get("/calendars/{org}/{token}", Need.NOTHING, this::calendar);
    }

    private Response open(Request request) {
        OrgId org = request.org();
        byte[] body = request.body(MAX_BODY_BYTES);
        String asked = body.length == 0 ? null : Json.read(body, Body.class).kind();
        String kind = asked == null ? "" : asked;
        if (!kind.isEmpty() && machines.find(kind).isEmpty()) {
            throw Problem.of(400, "machine-unknown", "Nothing here is called " + kind + ".")
                    .refuse();
        }
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        String digest = digest(token);
        String id = digest.substring(0, 12);
        boolean opened = shell.<SqlFeeds, Boolean>run(
                org,
                tx -> new SqlFeeds(tx, org),
                feeds -> feeds.all(now).size() >= MOST_FEEDS
                        ? Decision.of(false)
                        : Decision.of(
                                true,
                                new Draft(
                                        new Subject("feed", id),
                                        now,
                                        request.caller().name(),
                                        new GovernanceEvent.FeedOpened(digest, kind, now.plus(LIFE)))));
        if (!opened) {
            throw Problem.of(409, "feeds-too-many", "There are " + MOST_FEEDS + " feeds; end one first.")
                    .refuse();
        }
        return Response.json(
                        201,
                        Map.of(
                                "id",
                                id,
                                "kind",
                                kind,
                                "until",
                                now.plus(LIFE).toString(),
                                "path",
                                "/calendars/" + org.value() + "/" + token))
                .with("cache-control", "no-store");
    }

    private Response list(Request request) {
        OrgId org = request.org();
        Instant now = clock.instant();
        return Response.json(Map.of(
                "feeds",
                database.<List<SqlFeeds.Feed>>read(tx -> new SqlFeeds(tx, org).all(now)).stream()
                        .map(feed -> Map.of(
                                "id", feed.id(),
                                "kind", feed.kind(),
                                "by", feed.by(),
                                "until", feed.until().toString()))
                        .toList()));
    }

    private Response end(Request request) {
        OrgId org = request.org();
        String id = request.parameter("id");
        Instant now = clock.instant();
        boolean ended = shell.<SqlFeeds, Boolean>run(
                org,
                tx -> new SqlFeeds(tx, org),
                feeds -> feeds.all(now).stream().noneMatch(feed -> feed.id().equals(id))
                        ? Decision.of(false)
                        : Decision.of(
                                true,
                                new Draft(
                                        new Subject("feed", id),
                                        now,
                                        request.caller().name(),
                                        new GovernanceEvent.FeedEnded("revoked"))));
        if (!ended) {
            throw Problem.of(404, "feed-unknown", "There is no feed " + id + ".")
                    .refuse();
        }
        return Response.of(204);
    }

    private Response calendar(Request request) {
        OrgId org = request.org();
        Instant now = clock.instant();
        String digest = digest(request.parameter("token"));
        List<Map.Entry<Instance, Instant>> due = database.read(tx -> {
            SqlFeeds.Feed feed = new SqlFeeds(tx, org)
                    .of(digest, now)
                    .orElseThrow(() -> Problem.notFound().refuse());
            SqlWorkflows records = new SqlWorkflows(tx, org);
            return feed.kind().isEmpty()
                    ? records.due(now.plus(CALENDAR), MOST_DUE)
                    : records.due(feed.kind(), now.plus(CALENDAR), MOST_DUE);
        });
        return Response.ok(
                        "text/calendar; charset=utf-8",
                        Papers.calendar(org.value(), due, now).getBytes(StandardCharsets.UTF_8))
                .with("cache-control", "private, no-store")
                .with("referrer-policy", "no-referrer");
    }

    private static String digest(String token) {
        return HexFormat.of().formatHex(Sha256.of(token.getBytes(StandardCharsets.UTF_8)));
    }
}
