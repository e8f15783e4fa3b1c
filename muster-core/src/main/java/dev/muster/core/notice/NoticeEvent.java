package dev.muster.core.notice;

import dev.muster.core.ledger.EntryType;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.NoticeKind;
import java.time.Instant;
import java.util.List;

/** What people decide about notices. Where messages go to is kept outside of the ledger: addresses may be secrets. */
public sealed interface NoticeEvent extends Event {
    /**
     * Somebody wants to hear. Subject: {@code notice-subscription/<id>}.
     *
     * @param channel how
     * @param shown where to, without what may be a secret
     * @param kinds names of kinds; empty for all
     * @param weight nothing lighter than that
     * @param digestHour hour of the day (UTC) at which everything comes in one message; -1 for at once
     * @param generation grows when the signing secret is to be another one
     */
    @EntryType("notice.subscribed")
    record Subscribed(
            Channel channel,
            String shown,
            List<String> kinds,
            NoticeKind.Weight weight,
            int digestHour,
            long generation)
            implements NoticeEvent {
        public Subscribed {
            kinds = List.copyOf(kinds);
        }
    }

    /** Nobody hears by this any more. Subject: {@code notice-subscription/<id>}. */
    @EntryType("notice.unsubscribed")
    record Unsubscribed() implements NoticeEvent {}

    /**
     * Nothing is said of this for a while. Subject: {@code notice-silence/<id>}.
     *
     * @param kind empty for all
     * @param subject as {@code kind/id}; empty for all
     */
    @EntryType("notice.silenced")
    record Silenced(String kind, String subject, Instant until, String reason) implements NoticeEvent {}

    /** It is said again. Subject: {@code notice-silence/<id>}. */
    @EntryType("notice.silence-ended")
    record SilenceEnded() implements NoticeEvent {}

    /**
     * Somebody looks after a matter. Subject: {@code notice-alert/<kind>}.
     *
     * @param subject what it is about, as {@code kind/id}
     * @param owner who
     */
    @EntryType("notice.taken")
    record Taken(String subject, String owner, String note) implements NoticeEvent {}

    /** How messages go out. */
    enum Channel {
        MAIL,
        WEBHOOK,
        SYSLOG
    }
}
