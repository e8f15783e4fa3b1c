package dev.muster.server.joining;

import dev.muster.core.joining.AnchorAdded;
import dev.muster.core.joining.AnchorRemoved;
import dev.muster.core.joining.AuthorityCreated;
import dev.muster.core.joining.Enrolled;
import dev.muster.core.joining.EnrolmentRefused;
import dev.muster.core.joining.JoiningEvent;
import dev.muster.core.joining.OwnershipReleased;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Tx;
import java.util.Set;

/** Keeps the tables of anchors, authorities and enrolments. */
public final class JoiningProjection implements Projection {

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(JoiningEvent.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        String org = entry.org().value();
        String id = entry.subject().id();
        switch ((JoiningEvent) event) {
            case AnchorAdded added ->
                tx.update(
                        "insert into joining_anchor (org, fingerprint, certificate, maker) values (?, ?, ?, ?)"
                                + " on conflict (org, fingerprint) do update set maker = excluded.maker",
                        org,
                        id,
                        added.certificate(),
                        added.maker());
            case AnchorRemoved _ -> tx.update("delete from joining_anchor where org = ? and fingerprint = ?", org, id);
            case AuthorityCreated created ->
                tx.update(
                        "insert into joining_authority (org, fingerprint, certificate) values (?, ?, ?)"
                                + " on conflict (org) do update set fingerprint = excluded.fingerprint,"
                                + " certificate = excluded.certificate",
                        org,
                        id,
                        created.certificate());
            case Enrolled enrolled ->
                tx.update(
                        "insert into joining_enrolment (org, device, certificate, key_digest, factory, released)"
                                + " values (?, ?, ?, ?, ?, 0) on conflict (org, device) do update set"
                                + " certificate = excluded.certificate, key_digest = excluded.key_digest,"
                                + " factory = excluded.factory, released = 0",
                        org,
                        id,
                        enrolled.certificate(),
                        enrolled.key(),
                        enrolled.factory());
            case OwnershipReleased _ ->
                tx.update("update joining_enrolment set released = 1 where org = ? and device = ?", org, id);
            case EnrolmentRefused _ -> {
                // Only a fact; no register depends on it.
            }
        }
    }
}
