package dev.muster.server.notice;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import dev.muster.server.web.Act;
import dev.muster.server.web.Contributions;
import dev.muster.server.web.Frame;
import dev.muster.server.web.Html;
import dev.muster.server.web.Shown;
import dev.muster.server.web.Table;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/** {@code GET /o/{org}/notices}: open matters, who hears of them, and what did not arrive. */
final class NoticesPage {
    private static final String PLACE = "notices";
    private static final int OPEN = 200;
    private static final int MESSAGES = 50;

    private final Database database;
    private final Contributions contributions;
    private final InstantSource clock;

    NoticesPage(Database database, Contributions contributions, InstantSource clock) {
        this.database = database;
        this.contributions = contributions.place(Contributions.Area.NOTICES, "Notices", PLACE);
        this.clock = clock;
    }

    void addTo(Routes routes) {
        routes.get("/o/{org}/notices", Need.READ, this::show);
    }

    private Response show(Request request) {
        Instant now = clock.instant();
        return Response.html(database.<String>read(tx -> {
            SqlNotices store = new SqlNotices(tx, request.org());
            List<SqlNotices.Alert> open = store.open(OPEN);
            return Frame.now("Notices", request, contributions, PLACE)
                    .render(
                            el(
                                    "h1",
                                    open.isEmpty()
                                            ? "Nothing is open"
                                            : open.size()
                                                    + (open.size() == 1 ? " matter is open" : " matters are open")),
                            el("p", attr("class", "outcome"), attr("role", "status")),
                            matters(request.org().value(), open, now),
                            silences(store.silences(), now),
                            subscriptions(store.subscriptions()),
                            messages(store.newest(MESSAGES), now));
        }));
    }

    private static Html.Node matters(String org, List<SqlNotices.Alert> open, Instant now) {
        return Table.whole(
                "Open",
                List.of("Weight", "What", "About", "Since", "Times", "Who looks after it"),
                open.stream()
                        .map(alert -> List.of(
                                Shown.badge(alert.weight().name().toLowerCase(Locale.ROOT)),
                                text(alert.says()),
                                text(alert.subject()),
                                Shown.time(alert.openedAt(), now),
                                text("" + alert.times()),
                                alert.owner().isEmpty()
                                        ? Act.button(
                                                "I do",
                                                "/api/v1/" + org + "/notices/take",
                                                new String(
                                                        dev.muster.server.http.Json.bytes(java.util.Map.of(
                                                                "kind", alert.kind(), "subject", alert.subject())),
                                                        java.nio.charset.StandardCharsets.UTF_8))
                                        : text(alert.owner())))
                        .toList());
    }

    private static Html.Node silences(List<SqlNotices.Silence> silences, Instant now) {
        return Table.whole(
                "Silences",
                List.of("Of", "About", "Until", "Why"),
                silences.stream()
                        .filter(silence -> now.isBefore(silence.until()))
                        .map(silence -> List.<Html.Node>of(
                                text(silence.kind().isEmpty() ? "everything" : silence.kind()),
                                text(silence.subject().isEmpty() ? "everything" : silence.subject()),
                                Shown.time(silence.until(), now),
                                text(silence.reason())))
                        .toList());
    }

    private static Html.Node subscriptions(List<SqlNotices.Subscription> all) {
        return Table.whole(
                "Who hears",
                List.of("Subscription", "How", "Where", "Of what", "From weight", "When"),
                all.stream()
                        .map(it -> List.<Html.Node>of(
                                text(it.id()),
                                text(it.channel().name().toLowerCase(Locale.ROOT)),
                                text(it.shown()),
                                text(NoticeDoor.kinds(it)),
                                text(it.weight().name().toLowerCase(Locale.ROOT)),
                                text(it.digestHour() < 0 ? "at once" : "daily at " + it.digestHour() + " h UTC")))
                        .toList());
    }

    private static Html.Node messages(List<SqlNotices.Sent> messages, Instant now) {
        return Table.whole(
                "Messages, the newest first",
                List.of("When", "To", "What", "Stands", "Tries", "Why not"),
                messages.stream()
                        .map(sent -> List.<Html.Node>of(
                                Shown.time(sent.message().at(), now),
                                text(sent.message().subscription()),
                                text(sent.message().line()),
                                Shown.badge(sent.state()),
                                text("" + sent.message().tries()),
                                text(sent.fault())))
                        .toList());
    }
}
