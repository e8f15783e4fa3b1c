package dev.muster.server.notice;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.NoticeKind;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.notice.NoticeDesk;
import dev.muster.core.notice.NoticeEvent;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import dev.muster.server.http.Need;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import dev.muster.server.http.Routes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who hears of what (console listener).
 *
 * <pre>
 * GET    /api/v1/{org}/notices/subscriptions            who hears, without where
 * POST   /api/v1/{org}/notices/subscriptions/{id}       {channel, target, kinds?, weight?, digestHour?}; the secret of a
 *                                                       webhook is in the answer, once
 * DELETE /api/v1/{org}/notices/subscriptions/{id}
 * POST   /api/v1/{org}/notices/subscriptions/{id}/try   sends one message by it
 * </pre>
 */
final class SubscriptionDoor {
    private static final int TARGET_MAX = 1_000;

    private final Database database;
    private final Shell shell;
    private final NoticeDesk desk;
    private final WebhookChannel webhooks;
    private final Runnable wake;
    private final InstantSource clock;

    SubscriptionDoor(
            Database database,
            Shell shell,
            NoticeDesk desk,
            WebhookChannel webhooks,
            Runnable wake,
            InstantSource clock) {
        this.database = database;
        this.shell = shell;
        this.desk = desk;
        this.webhooks = webhooks;
        this.wake = wake;
        this.clock = clock;
    }

    record SubscriptionBody(
            String channel,
            String target,
            @Nullable List<String> kinds,
            @Nullable String weight,
            @Nullable Integer digestHour) {}

    void addTo(Routes routes) {
        String base = "/api/v1/{org}/notices/subscriptions";
        routes.get(base, Need.READ, this::subscriptions)
                .post(base + "/{id}", Need.ADMINISTER, this::subscribe)
                .delete(base + "/{id}", Need.ADMINISTER, this::unsubscribe)
                .post(base + "/{id}/try", Need.ADMINISTER, this::tryOut);
    }

    private Response subscriptions(Request request) {
        OrgId org = request.org();
        return Response.json(Map.of(
                "subscriptions",
                database.<List<SqlNotices.Subscription>>read(tx -> new SqlNotices(tx, org).subscriptions())));
    }

    private Response subscribe(Request request) {
        OrgId org = request.org();
        String id = request.parameter("id");
        SubscriptionBody body = request.json(SubscriptionBody.class);
        NoticeEvent.Channel channel = channel(body);
        NoticeDesk.Wish wish = new NoticeDesk.Wish(
                id,
                channel,
                shown(channel, body.target()),
                body.kinds() == null ? List.of() : body.kinds(),
                body.weight() == null ? "" : body.weight(),
                body.digestHour() == null ? -1 : body.digestHour());
        NoticeDesk.Answer answer =
                shell.<SqlNoticeStore, NoticeDesk.Answer>run(org, tx -> new SqlNoticeStore(tx, org), store -> {
                    Decision<NoticeDesk.Answer> decision =
                            desk.subscribe(wish, request.caller().name(), store, clock.instant());
                    // With the entry that says so or not at all: nobody hears by what no entry names.
                    if (decision.answer() instanceof NoticeDesk.Answer.Done) {
                        store.rows().target(id, body.target());
                    }
                    return decision;
                });
        long generation = NoticeDoor.require(answer).generation();
        return Response.json(
                        201,
                        channel == NoticeEvent.Channel.WEBHOOK
                                ? Map.of(
                                        "subscription",
                                        id,
                                        "secret",
                                        webhooks.shown(new Channel.Recipient(org.value(), id, "", generation)))
                                : Map.of("subscription", id))
                .with("cache-control", "no-store");
    }

    private static NoticeEvent.Channel channel(SubscriptionBody body) {
        boolean fits = body.target().length() <= TARGET_MAX
                && switch (body.channel()) {
                    case "mail" -> MailChannel.isAddress(body.target());
                    case "webhook" -> WebhookChannel.isTarget(body.target());
                    case "syslog" -> SyslogChannel.isTarget(body.target());
                    default -> false;
                };
        if (!fits) {
            throw Problem.of(
                            400,
                            "target-invalid",
                            "A channel is mail with an address, webhook with an https URL, or syslog with"
                                    + " tls://HOST:PORT or tcp://HOST:PORT.")
                    .refuse();
        }
        return NoticeEvent.Channel.valueOf(body.channel().toUpperCase(Locale.ROOT));
    }

    /** Of an URL only who is asked: what follows is often the right to ask. */
    private static String shown(NoticeEvent.Channel channel, String target) {
        return channel == NoticeEvent.Channel.WEBHOOK
                ? "https://" + java.net.URI.create(target).getHost() + "/…"
                : target;
    }

    private Response unsubscribe(Request request) {
        OrgId org = request.org();
        String id = request.parameter("id");
        NoticeDoor.require(shell.<SqlNoticeStore, NoticeDesk.Answer>run(
                org, tx -> new SqlNoticeStore(tx, org), store -> {
                    Decision<NoticeDesk.Answer> decision =
                            NoticeDesk.unsubscribe(id, request.caller().name(), store, clock.instant());
                    if (decision.answer() instanceof NoticeDesk.Answer.Done) {
                        store.rows().forget(id);
                    }
                    return decision;
                }));
        return Response.of(204);
    }

    private Response tryOut(Request request) {
        OrgId org = request.org();
        String id = request.parameter("id");
        Instant now = clock.instant();
        if (database.<Boolean>read(
                tx -> new SqlNotices(tx, org).subscription(id).isEmpty())) {
            throw Problem.notFound().refuse();
        }
        Message message = new Message(
                org.value(),
                id,
                // One a minute: whoever is named as a target never said that they want any.
                "try-" + now.getEpochSecond() / 60,
                "try",
                "org/" + org.value(),
                NoticeKind.Weight.INFO,
                "This is only to see whether messages arrive.",
                false,
                now,
                0);
        database.change(tx -> new SqlNotices(tx, org).put(message, "waiting", now));
        wake.run();
        return Response.json(202, Map.of("message", message.id()));
    }
}
