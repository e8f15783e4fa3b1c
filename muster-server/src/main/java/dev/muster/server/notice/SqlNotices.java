package dev.muster.server.notice;

import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.NoticeKind;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.notice.NoticeDesk;
import dev.muster.core.notice.NoticeEvent;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What there is to hear of, and who hears it, of one organisation in one transaction. */
final class SqlNotices {
    /** Of one organisation. */
    private final Tx tx;

    private final String org;

    SqlNotices(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org.value();
    }

    /**
     * One who hears.
     *
     * @param kinds empty for all
     */
    record Subscription(
            String id,
            NoticeEvent.Channel channel,
            String shown,
            Set<String> kinds,
            NoticeKind.Weight weight,
            int digestHour,
            long generation) {
        boolean wants(Notice notice) {
            return (kinds.isEmpty() || kinds.contains(notice.kind().name()))
                    && notice.kind().weight().compareTo(weight) >= 0;
        }
    }

    /**
     * A matter.
     *
     * @param owner empty when nobody looks after it
     */
    record Alert(
            String kind,
            String subject,
            NoticeKind.Weight weight,
            String says,
            Instant openedAt,
            Instant lastAt,
            Instant saidAt,
            long times,
            long entry,
            Optional<Instant> overAt,
            String owner) {}

    /** Nothing is said of this. */
    record Silence(String id, String kind, String subject, Instant until, String reason) {
        boolean covers(Notice notice, Instant now) {
            return now.isBefore(until)
                    && (kind.isEmpty() || kind.equals(notice.kind().name()))
                    && (subject.isEmpty() || subject.equals(notice.subject().text()));
        }
    }

    /** A message and how it stands. */
    record Sent(Message message, String state, Instant nextAt, String fault) {}

    List<Subscription> subscriptions() {
        return tx.query(
                "select id, channel, shown, kinds, weight, digest_hour, generation from notice_subscription where org"
                        + " = ? order by id limit " + NoticeDesk.SUBSCRIPTIONS_MOST,
                SqlNotices::subscription,
                org);
    }

    private static Subscription subscription(Row row) {
        String kinds = row.text("kinds");
        return new Subscription(
                row.text("id"),
                NoticeEvent.Channel.valueOf(row.text("channel")),
                row.text("shown"),
                kinds.isEmpty() ? Set.of() : new HashSet<>(Arrays.asList(kinds.split(" ", -1))),
                NoticeKind.Weight.of(row.integerOf("weight")),
                row.integerOf("digest_hour"),
                row.number("generation"));
    }

    Optional<Subscription> subscription(String id) {
        return tx.one(
                "select id, channel, shown, kinds, weight, digest_hour, generation from notice_subscription where org"
                        + " = ? and id = ?",
                SqlNotices::subscription,
                org,
                id);
    }

    List<Silence> silences() {
        return tx.query(
                "select id, kind, subject, until_at, reason from notice_silence where org = ? order by id limit 200",
                row -> new Silence(
                        row.text("id"),
                        row.text("kind"),
                        row.text("subject"),
                        row.instant("until_at"),
                        row.text("reason")),
                org);
    }

    private static final String ALERT = "select a.kind, a.subject, a.weight, a.says, a.opened_at, a.last_at,"
            + " a.said_at, a.times, a.entry, a.over_at, coalesce(o.owner, '') as owner from notice_alert a left join"
            + " notice_owner o on o.org = a.org and o.kind = a.kind and o.subject = a.subject and o.since >= a.opened_at"
            + " where a.org = ?";

    Optional<Alert> alert(String kind, String subject) {
        return tx.one(ALERT + " and a.kind = ? and a.subject = ?", SqlNotices::alert, org, kind, subject);
    }

    /** The heaviest and newest first. */
    List<Alert> open(int limit) {
        return tx.query(
                ALERT + " and a.over_at is null order by a.weight desc, a.last_at desc limit ?",
                SqlNotices::alert,
                org,
                limit);
    }

    /** Kinds of which something is open. */
    Set<String> openKinds() {
        return new HashSet<>(tx.query(
                "select distinct kind from notice_alert where org = ? and over_at is null",
                row -> row.text("kind"),
                org));
    }

    private static Alert alert(Row row) {
        return new Alert(
                row.text("kind"),
                row.text("subject"),
                NoticeKind.Weight.of(row.integerOf("weight")),
                row.text("says"),
                row.instant("opened_at"),
                row.instant("last_at"),
                row.instant("said_at"),
                row.number("times"),
                row.number("entry"),
                row.findInstant("over_at"),
                row.text("owner"));
    }

    void keep(Alert alert) {
        tx.update(
                "insert into notice_alert (org, kind, subject, weight, says, opened_at, last_at, said_at, times,"
                        + " entry, over_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (org, kind, subject) do"
                        + " update set weight = excluded.weight, says = excluded.says, opened_at = excluded.opened_at,"
                        + " last_at = excluded.last_at, said_at = excluded.said_at, times = excluded.times, entry ="
                        + " excluded.entry, over_at = excluded.over_at",
                org,
                alert.kind(),
                alert.subject(),
                alert.weight().level(),
                alert.says(),
                alert.openedAt(),
                alert.lastAt(),
                alert.saidAt(),
                alert.times(),
                alert.entry(),
                alert.overAt().map(dev.muster.ledger.sql.Micros::of).orElse(null));
    }

    /** Puts a message out, once: the same again changes nothing. */
    void put(Message message, String state, Instant nextAt) {
        tx.update(
                "insert into notice_outbox (org, subscription, message, kind, subject, weight, says, settled, at,"
                        + " state, tries, next_at, fault) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, '') on conflict"
                        + " (org, subscription, message) do nothing",
                org,
                message.subscription(),
                message.id(),
                message.kind(),
                message.subject(),
                message.weight().level(),
                message.says(),
                message.settled(),
                message.at(),
                state,
                nextAt);
    }

    private static final String MESSAGE = "select org, subscription, message, kind, subject, weight, says, settled, at,"
            + " state, tries, next_at, fault from notice_outbox";

    /** What is to be sent now, of all organisations: of each subscription the first ones, so that none fills a round. */
    static List<Sent> due(Tx tx, Instant now, int each, int limit) {
        return tx.query(
                "select org, subscription, message, kind, subject, weight, says, settled, at, state, tries, next_at,"
                        + " fault from (select o.*, row_number() over (partition by org, subscription order by next_at,"
                        + " message) as place from notice_outbox o where state in ('waiting', 'digest') and next_at <="
                        + " ?) d where place <= ? order by next_at limit ?",
                SqlNotices::sent,
                now,
                each,
                limit);
    }

    /** One did not arrive: what waits behind it is not tried before it, and what waited too long is given up. */
    void postpone(String subscription, Instant until, Instant givenUpBefore) {
        tx.update(
                "update notice_outbox set state = 'given-up', fault = 'it waited too long' where org = ? and"
                        + " subscription = ? and state in ('waiting', 'digest') and at <= ?",
                org,
                subscription,
                givenUpBefore);
        tx.update(
                "update notice_outbox set next_at = ? where org = ? and subscription = ? and state in ('waiting',"
                        + " 'digest') and next_at < ?",
                until,
                org,
                subscription,
                until);
    }

    /** The newest messages, whatever became of them. */
    List<Sent> newest(int limit) {
        return tx.query(MESSAGE + " where org = ? order by at desc limit ?", SqlNotices::sent, org, limit);
    }

    private static Sent sent(Row row) {
        return new Sent(
                new Message(
                        row.text("org"),
                        row.text("subscription"),
                        row.text("message"),
                        row.text("kind"),
                        row.text("subject"),
                        NoticeKind.Weight.of(row.integerOf("weight")),
                        row.text("says"),
                        row.truth("settled"),
                        row.instant("at"),
                        row.integerOf("tries")),
                row.text("state"),
                row.instant("next_at"),
                row.text("fault"));
    }

    void became(Message message, String state, int tries, Instant nextAt, String fault) {
        tx.update(
                "update notice_outbox set state = ?, tries = ?, next_at = ?, fault = ? where org = ? and subscription"
                        + " = ? and message = ?",
                state,
                tries,
                nextAt,
                fault,
                org,
                message.subscription(),
                message.id());
    }

    /** Where to; what is secret of it is here only. */
    Optional<String> target(String id) {
        return tx.one("select target from notice_target where org = ? and id = ?", row -> row.text("target"), org, id);
    }

    void target(String id, String target) {
        tx.update(
                "insert into notice_target (org, id, target) values (?, ?, ?) on conflict (org, id) do update set"
                        + " target = excluded.target",
                org,
                id,
                target);
    }

    void forget(String id) {
        tx.update("delete from notice_target where org = ? and id = ?", org, id);
        tx.update(
                "update notice_outbox set state = 'given-up', fault = 'nobody is subscribed' where org = ? and"
                        + " subscription = ? and state in ('waiting', 'digest')",
                org,
                id);
    }

    /** What arrived or was given up long ago says nothing any more. */
    static void clean(Tx tx, Instant before) {
        tx.update("delete from notice_outbox where state in ('sent', 'given-up') and at < ?", before);
        tx.update("delete from notice_alert where over_at is not null and over_at < ?", before);
    }
}
