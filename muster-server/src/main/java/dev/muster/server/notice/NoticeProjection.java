package dev.muster.server.notice;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.notice.NoticeEvent;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Tx;
import java.util.Set;

/** Folds what people decided about notices. */
final class NoticeProjection implements Projection {
    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(NoticeEvent.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        String org = entry.org().value();
        String id = entry.subject().id();
        switch ((NoticeEvent) event) {
            case NoticeEvent.Subscribed it ->
                tx.update(
                        "insert into notice_subscription (org, id, channel, shown, kinds, weight, digest_hour,"
                                + " generation) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (org, id) do update set"
                                + " channel = excluded.channel, shown = excluded.shown, kinds = excluded.kinds, weight ="
                                + " excluded.weight, digest_hour = excluded.digest_hour, generation = excluded.generation",
                        org,
                        id,
                        it.channel(),
                        it.shown(),
                        String.join(" ", it.kinds()),
                        it.weight().level(),
                        it.digestHour(),
                        it.generation());
            case NoticeEvent.Unsubscribed _ ->
                tx.update("delete from notice_subscription where org = ? and id = ?", org, id);
            case NoticeEvent.Silenced it ->
                tx.update(
                        "insert into notice_silence (org, id, kind, subject, until_at, reason) values (?, ?, ?, ?, ?,"
                                + " ?) on conflict (org, id) do update set kind = excluded.kind, subject ="
                                + " excluded.subject, until_at = excluded.until_at, reason = excluded.reason",
                        org,
                        id,
                        it.kind(),
                        it.subject(),
                        it.until(),
                        it.reason());
            case NoticeEvent.SilenceEnded _ ->
                tx.update("delete from notice_silence where org = ? and id = ?", org, id);
            case NoticeEvent.Taken it ->
                tx.update(
                        "insert into notice_owner (org, kind, subject, owner, note, since) values (?, ?, ?, ?, ?, ?)"
                                + " on conflict (org, kind, subject) do update set owner = excluded.owner, note ="
                                + " excluded.note, since = excluded.since",
                        org,
                        id,
                        it.subject(),
                        it.owner(),
                        it.note(),
                        entry.effectiveAt());
        }
    }
}
