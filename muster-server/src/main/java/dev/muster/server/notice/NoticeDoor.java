package dev.muster.server.notice;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.NoticeKind;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import dev.muster.core.notice.NoticeEvent;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.topic.NoticeRules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Notices (console listener).
 *
 * <pre>
 * GET    /api/v1/{org}/notices                          open matters, the heaviest first
 * GET    /api/v1/{org}/notices/kinds                    what there is to hear of
 * GET    /api/v1/{org}/notices/messages                 the newest, and what became of them
 * POST   /api/v1/{org}/notices/silences/{id}            {kind?, subject?, hours, reason}
 * DELETE /api/v1/{org}/notices/silences/{id}
 * POST   /api/v1/{org}/notices/take                     {kind, subject, note?}: I look after it
 * </pre>
 */
final class NoticeDoor {
    private static final int SHOWN = 200;
    private static final int TEXT_MAX = 500;
    private static final int SILENCE_HOURS_MAX = 24 * 30;
    private static final String ID = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

    private final Database database;
    private final Shell shell;
    private final NoticeRules rules;
    private final InstantSource clock;

    NoticeDoor(Database database, Shell shell, NoticeRules rules, InstantSource clock) {
        this.database = database;
        this.shell = shell;
        this.rules = rules;
        this.clock = clock;
    }

    record SilenceBody(@Nullable String kind, @Nullable String subject, int hours, String reason) {}

    record TakeBody(String kind, String subject, @Nullable String note) {}

    void addTo(Routes routes) {
        String base = "/api/v1/{org}/notices";
        routes.get(base, Need.READ, this::open)
                .get(base + "/kinds", Need.READ, this::kinds)
                .get(base + "/messages", Need.READ, this::messages)
                .post(base + "/silences/{id}", Need.WRITE, this::silence)
                .delete(base + "/silences/{id}", Need.WRITE, this::endSilence)
                .post(base + "/take", Need.WRITE, this::take);
    }

    private Response open(Request request) {
        OrgId org = request.org();
        return Response.json(database.<Map<String, Object>>read(tx -> {
            SqlNotices store = new SqlNotices(tx, org);
            return Map.of("open", store.open(SHOWN), "silences", store.silences());
        }));
    }

    private Response kinds(Request request) {
        return Response.json(Map.of(
                "kinds",
                rules.kinds().stream()
                        .map(kind ->
                                Map.of("kind", kind.name(), "weight", word(kind.weight()), "meaning", kind.meaning()))
                        .toList()));
    }

    private static String word(NoticeKind.Weight weight) {
        return weight.name().toLowerCase(Locale.ROOT);
    }

    private Response messages(Request request) {
        OrgId org = request.org();
        return Response.json(Map.of(
                "messages",
                database.<List<SqlNotices.Sent>>read(tx -> new SqlNotices(tx, org).newest(SHOWN)).stream()
                        .map(NoticeDoor::message)
                        .toList()));
    }

    private static Map<String, Object> message(SqlNotices.Sent sent) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", sent.message().id());
        line.put("subscription", sent.message().subscription());
        line.put("kind", sent.message().kind());
        line.put("subject", sent.message().subject());
        line.put("says", sent.message().says());
        line.put("settled", sent.message().settled());
        line.put("at", sent.message().at().toString());
        line.put("state", sent.state());
        line.put("tries", sent.message().tries());
        line.put("nextAt", sent.nextAt().toString());
        line.put("fault", sent.fault());
        return line;
    }

    static void require(boolean there) {
        if (!there) {
            throw Problem.notFound().refuse();
        }
    }

    private Response silence(Request request) {
        SilenceBody body = request.json(SilenceBody.class);
        String kind = body.kind() == null ? "" : body.kind();
        String subject = body.subject() == null ? "" : body.subject();
        if (body.hours() < 1
                || body.hours() > SILENCE_HOURS_MAX
                || body.reason().isBlank()
                || body.reason().length() > TEXT_MAX
                || kind.length() + subject.length() > TEXT_MAX) {
            throw Problem.of(
                            400,
                            "silence-invalid",
                            "A silence has a reason and lasts 1 to " + SILENCE_HOURS_MAX + " hours.")
                    .refuse();
        }
        append(
                shell,
                clock,
                request,
                "notice-silence",
                id(request),
                new NoticeEvent.Silenced(
                        kind, subject, clock.instant().plus(Duration.ofHours(body.hours())), body.reason()));
        return Response.of(204);
    }

    private Response endSilence(Request request) {
        OrgId org = request.org();
        String id = id(request);
        require(database.<Boolean>read(tx -> new SqlNotices(tx, org)
                .silences().stream().anyMatch(silence -> silence.id().equals(id))));
        append(shell, clock, request, "notice-silence", id, new NoticeEvent.SilenceEnded());
        return Response.of(204);
    }

    private Response take(Request request) {
        TakeBody body = request.json(TakeBody.class);
        OrgId org = request.org();
        String note = body.note() == null ? "" : body.note();
        boolean open = note.length() <= TEXT_MAX
                && database.<Optional<SqlNotices.Alert>>read(
                                tx -> new SqlNotices(tx, org).alert(body.kind(), body.subject()))
                        .filter(alert -> alert.overAt().isEmpty())
                        .isPresent();
        if (!open) {
            throw Problem.of(404, "matter-unknown", "No such matter is open.").refuse();
        }
        append(
                shell,
                clock,
                request,
                "notice-alert",
                body.kind(),
                new NoticeEvent.Taken(body.subject(), request.caller().name(), note));
        return Response.of(204);
    }

    static String id(Request request) {
        String id = request.parameter("id");
        if (!id.matches(ID)) {
            throw Problem.of(400, "id-invalid", "An id has 1 to 64 letters, digits and . _ -")
                    .refuse();
        }
        return id;
    }

    static void append(Shell shell, InstantSource clock, Request request, String kind, String id, NoticeEvent event) {
        shell.<Boolean, Boolean>run(
                request.org(),
                _ -> true,
                _ -> Decision.of(
                        true,
                        new Draft(
                                new Subject(kind, id),
                                clock.instant(),
                                request.caller().name(),
                                event)));
    }

    /** Names of the kinds, for pages. */
    static String kinds(SqlNotices.Subscription subscription) {
        return subscription.kinds().isEmpty()
                ? "everything"
                : subscription.kinds().stream().sorted().collect(Collectors.joining(", "));
    }
}
