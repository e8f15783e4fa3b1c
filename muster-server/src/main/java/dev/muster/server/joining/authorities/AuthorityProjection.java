package dev.muster.server.joining.authorities;

import dev.muster.core.joining.AuthorityCreated;
import dev.muster.core.joining.authorities.AuthorityActivated;
import dev.muster.core.joining.authorities.AuthorityCrossed;
import dev.muster.core.joining.authorities.AuthorityEvent;
import dev.muster.core.joining.authorities.AuthorityMade;
import dev.muster.core.joining.authorities.AuthorityRetired;
import dev.muster.core.joining.authorities.AuthorityStepAnswered;
import dev.muster.core.joining.authorities.AuthorityStepProposed;
import dev.muster.core.joining.authorities.RenewalsPaused;
import dev.muster.core.joining.authorities.Role;
import dev.muster.core.joining.authorities.Standing;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Tx;
import java.util.Set;

/** Keeps the tables of authorities. */
public final class AuthorityProjection implements Projection {
    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(AuthorityEvent.class, AuthorityCreated.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        if (event instanceof AuthorityCreated created) {
            // Of before there were roots: it signed itself.
            String itself = entry.subject().id();
            add(tx, entry, created.certificate(), Role.DEVICE, itself, Standing.ACTIVE);
            return;
        }
        String org = entry.org().value();
        switch ((AuthorityEvent) event) {
            case AuthorityMade made -> add(tx, entry, made.certificate(), made.role(), made.issuer(), made.standing());
            case AuthorityCrossed crossed ->
                tx.update(
                        "insert into joining_ca_cross (org, issuer, of_root, certificate) values (?, ?, ?, ?)"
                                + " on conflict (org, issuer, of_root) do update set certificate ="
                                + " excluded.certificate",
                        org,
                        entry.subject().id(),
                        crossed.of(),
                        crossed.certificate());
            case AuthorityActivated activated -> activated(tx, entry, activated);
            case AuthorityRetired retired ->
                stands(tx, entry, retired.forced() ? Standing.DISTRUSTED : Standing.RETIRED);
            case AuthorityStepProposed proposed ->
                tx.update(
                        "insert into joining_ca_step (org, id, step, argument, reason, by_whom, at) values (?, ?, ?,"
                                + " ?, ?, ?, ?) on conflict (org) do update set id = excluded.id, step = excluded.step,"
                                + " argument = excluded.argument, reason = excluded.reason,"
                                + " by_whom = excluded.by_whom, at = excluded.at",
                        org,
                        entry.subject().id(),
                        proposed.step(),
                        proposed.argument(),
                        proposed.reason(),
                        entry.issuer(),
                        entry.effectiveAt());
            case RenewalsPaused(boolean paused, String _) -> paused(tx, entry, paused);
            case AuthorityStepAnswered _ ->
                tx.update(
                        "delete from joining_ca_step where org = ? and id = ?",
                        org,
                        entry.subject().id());
        }
    }

    private static void paused(Tx tx, Entry entry, boolean paused) {
        if (paused) {
            tx.update(
                    "insert into joining_ca_paused (org, since) values (?, ?) on conflict (org) do nothing",
                    entry.org().value(),
                    entry.effectiveAt());
        } else {
            tx.update("delete from joining_ca_paused where org = ?", entry.org().value());
        }
    }

    private static void add(Tx tx, Entry entry, byte[] certificate, Role role, String issuer, Standing standing) {
        tx.update(
                "insert into joining_ca (org, fingerprint, role, standing, certificate, issuer, since)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (org, fingerprint) do nothing",
                entry.org().value(),
                entry.subject().id(),
                role,
                standing,
                certificate,
                issuer,
                entry.effectiveAt());
    }

    private static void activated(Tx tx, Entry entry, AuthorityActivated activated) {
        tx.update(
                "update joining_ca set standing = 'PREVIOUS', since = ? where org = ? and role = ?"
                        + " and standing = 'ACTIVE'",
                entry.effectiveAt(),
                entry.org().value(),
                activated.role());
        stands(tx, entry, Standing.ACTIVE);
    }

    private static void stands(Tx tx, Entry entry, Standing standing) {
        tx.update(
                "update joining_ca set standing = ?, since = ? where org = ? and fingerprint = ?",
                standing,
                entry.effectiveAt(),
                entry.org().value(),
                entry.subject().id());
    }
}
