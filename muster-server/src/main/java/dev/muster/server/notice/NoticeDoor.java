package dev.muster.server.notice;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.NoticeKind;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.notice.NoticeDesk;
import dev.muster.core.notice.NoticeStore;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.topic.NoticeRules;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
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

    private Response silence(Request request) {
        SilenceBody body = request.json(SilenceBody.class);
        decided(
                request,
                _ -> NoticeDesk.silence(
                        request.parameter("id"),
                        body.kind() == null ? "" : body.kind(),
                        body.subject() == null ? "" : body.subject(),
                        body.hours(),
                        body.reason(),
                        request.caller().name(),
                        clock.instant()));
        return Response.of(204);
    }

    private Response endSilence(Request request) {
        decided(
                request,
                store -> NoticeDesk.endSilence(
                        request.parameter("id"), request.caller().name(), store, clock.instant()));
        return Response.of(204);
    }

    private Response take(Request request) {
        TakeBody body = request.json(TakeBody.class);
        decided(
                request,
                store -> NoticeDesk.take(
                        body.kind(),
                        body.subject(),
                        body.note() == null ? "" : body.note(),
                        request.caller().name(),
                        store,
                        clock.instant()));
        return Response.of(204);
    }

    private void decided(Request request, Function<NoticeStore, Decision<NoticeDesk.Answer>> desk) {
        OrgId org = request.org();
        require(shell.<NoticeStore, NoticeDesk.Answer>run(org, tx -> new SqlNoticeStore(tx, org), desk));
    }

    /** What the desk did. */
    static NoticeDesk.Answer.Done require(NoticeDesk.Answer answer) {
        return switch (answer) {
            case NoticeDesk.Answer.Done done -> done;
            case NoticeDesk.Answer.Refused refused ->
                throw Problem.refused(refused, "This was not done.").refuse();
        };
    }

    /** Names of the kinds, for pages. */
    static String kinds(SqlNotices.Subscription subscription) {
        return subscription.kinds().isEmpty()
                ? "everything"
                : subscription.kinds().stream().sorted().collect(Collectors.joining(", "));
    }
}
