package dev.muster.server.access;

import dev.muster.core.access.PasskeyAdded;
import dev.muster.core.access.PasskeySignedIn;
import dev.muster.core.ledger.Entry;
import dev.muster.ledger.sql.Tx;
import java.time.Duration;

/** What happens to passkeys, in the tables. */
final class PasskeyRegister {
    /** A challenge is good for minutes; a wrong clock is not wrong by this much. */
    private static final Duration CHALLENGES_KEPT = Duration.ofDays(2);

    private PasskeyRegister() {}

    static void add(Tx tx, String org, Entry entry, PasskeyAdded added) {
        tx.update(
                "insert into access_passkeys (org, credential, operator, name, data, signatures, added_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?) on conflict (org, credential) do nothing",
                org,
                added.credential(),
                added.operator(),
                added.name(),
                added.data(),
                added.signatures(),
                entry.effectiveAt());
    }

    static void signIn(Tx tx, String org, Entry entry, PasskeySignedIn in) {
        tx.update(
                "update access_passkeys set signatures = ?, used_at = ? where org = ? and credential = ?",
                in.signatures(),
                entry.effectiveAt(),
                org,
                in.credential());
        tx.update(
                "delete from access_challenges where org = ? and answered_at < ?",
                org,
                entry.effectiveAt().minus(CHALLENGES_KEPT));
        tx.update(
                "insert into access_challenges (org, challenge_hash, answered_at) values (?, ?, ?)"
                        + " on conflict (org, challenge_hash) do nothing",
                org,
                in.challengeHash(),
                entry.effectiveAt());
        AccessProjection.session(tx, org, in.sessionHash(), in.operator(), in.role(), in.expiresAt());
    }
}
