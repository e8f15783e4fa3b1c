package dev.muster.server.notice;

import dev.muster.core.ledger.Notice;
import dev.muster.core.ledger.NoticeKind;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Makes one matter of many notices, and one message of each matter for everybody who wants it. The same notice from the same
 * entry again changes nothing, so that entries may come twice; an open matter that comes up again is counted, and said again
 * once a day.
 */
final class Matters {
    private static final Duration REMIND = Duration.ofDays(1);

    private final SqlNotices store;
    private final OrgId org;
    private final Instant now;
    private final List<SqlNotices.Subscription> subscriptions;
    private final List<SqlNotices.Silence> silences;

    Matters(Tx tx, OrgId org, Instant now) {
        this.store = new SqlNotices(tx, org);
        this.org = org;
        this.now = now;
        this.subscriptions = store.subscriptions();
        this.silences = store.silences();
    }

    /**
     * Takes one.
     *
     * @param entry that says so; -1 when a watch does, which says it again every minute
     * @param at when it was so
     */
    void take(Notice notice, long entry, Instant at) {
        Optional<SqlNotices.Alert> known =
                store.alert(notice.kind().name(), notice.subject().text());
        Optional<SqlNotices.Alert> open = known.filter(alert -> alert.overAt().isEmpty());
        if (entry >= 0 && known.filter(alert -> alert.entry() >= entry).isPresent()) {
            return;
        }
        if (notice.over()) {
            open.ifPresent(alert -> {
                store.keep(with(alert, notice, entry, Optional.of(at), at));
                say(notice, "over-" + id(entry, alert.openedAt(), notice), at);
            });
            return;
        }
        boolean passing = notice.kind().weight() == NoticeKind.Weight.INFO;
        if (open.isPresent()) {
            boolean remind = !now.isBefore(open.get().saidAt().plus(REMIND));
            if (entry >= 0 || remind) {
                store.keep(with(
                        open.get(),
                        notice,
                        entry,
                        Optional.empty(),
                        remind ? now : open.get().saidAt()));
            }
            if (remind) {
                say(notice, "again-" + id(entry, now, notice), at);
            }
            return;
        }
        store.keep(new SqlNotices.Alert(
                notice.kind().name(),
                notice.subject().text(),
                notice.kind().weight(),
                notice.says(),
                at,
                at,
                now,
                1,
                entry,
                passing ? Optional.of(at) : Optional.empty(),
                ""));
        say(notice, id(entry, at, notice), at);
    }

    private static SqlNotices.Alert with(
            SqlNotices.Alert alert, Notice notice, long entry, Optional<Instant> over, Instant saidAt) {
        return new SqlNotices.Alert(
                alert.kind(),
                alert.subject(),
                alert.weight(),
                notice.says(),
                alert.openedAt(),
                over.orElse(saidAt.isAfter(alert.lastAt()) ? saidAt : alert.lastAt()),
                saidAt,
                alert.times() + (over.isPresent() ? 0 : 1),
                Math.max(entry, alert.entry()),
                over,
                "");
    }

    private static String id(long entry, Instant at, Notice notice) {
        String source = entry >= 0 ? "e" + entry : "w" + at.getEpochSecond();
        int which = (notice.kind().name() + notice.subject().text()).hashCode();
        return source + "-" + notice.kind().name() + "-" + Integer.toHexString(which);
    }

    private void say(Notice notice, String id, Instant at) {
        if (silences.stream().anyMatch(silence -> silence.covers(notice, now))) {
            return;
        }
        for (SqlNotices.Subscription subscription : subscriptions) {
            if (subscription.wants(notice)) {
                store.put(
                        new Message(
                                org.value(),
                                subscription.id(),
                                id,
                                notice.kind().name(),
                                notice.subject().text(),
                                notice.kind().weight(),
                                notice.says(),
                                notice.over(),
                                at,
                                0),
                        subscription.digestHour() < 0 ? "waiting" : "digest",
                        subscription.digestHour() < 0 ? now : next(subscription.digestHour(), now));
            }
        }
    }

    /** The next time that this hour begins. */
    static Instant next(int hour, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        Instant at = today.atTime(LocalTime.of(hour, 0)).toInstant(ZoneOffset.UTC);
        return at.isAfter(now) ? at : at.plus(Duration.ofDays(1));
    }
}
