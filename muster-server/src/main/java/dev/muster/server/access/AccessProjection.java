package dev.muster.server.access;

import dev.muster.core.access.AccessEvent;
import dev.muster.core.access.OperatorAdded;
import dev.muster.core.access.OperatorRemoved;
import dev.muster.core.access.OrgCreated;
import dev.muster.core.access.PasskeyAdded;
import dev.muster.core.access.PasskeyRemoved;
import dev.muster.core.access.PasskeySignedIn;
import dev.muster.core.access.Role;
import dev.muster.core.access.SessionsEnded;
import dev.muster.core.access.SignInLinkMade;
import dev.muster.core.access.SignedIn;
import dev.muster.core.access.SignedOut;
import dev.muster.core.access.TokenIssued;
import dev.muster.core.access.TokenRevoked;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/** Folds access entries into the tables of {@code db/access}. */
public final class AccessProjection implements Projection {
    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(AccessEvent.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        if (event instanceof AccessEvent access) {
            apply(tx, entry.org().value(), entry, access);
        }
    }

    private static void apply(Tx tx, String org, Entry entry, AccessEvent event) {
        switch (event) {
            case OrgCreated created ->
                tx.update(
                        "insert into access_orgs (org, name, created_at) values (?, ?, ?)",
                        org,
                        created.name(),
                        entry.effectiveAt());
            case OperatorAdded added -> operator(tx, org, added);
            case OperatorRemoved removed -> {
                endTokens(tx, org, "operator = ?", removed.operator());
                endSessions(tx, org, removed.operator());
                tx.update("delete from access_passkeys where org = ? and operator = ?", org, removed.operator());
                tx.update("delete from access_operators where org = ? and operator = ?", org, removed.operator());
            }
            case SessionsEnded ended -> endSessions(tx, org, ended.operator());
            case TokenIssued issued -> issue(tx, org, issued);
            case TokenRevoked revoked -> endTokens(tx, org, "id = ?", revoked.id());
            case SignInLinkMade made ->
                tx.update(
                        "insert into access_links (secret_hash, org, operator, expires_at, used)"
                                + " values (?, ?, ?, ?, 0)",
                        made.secretHash(),
                        org,
                        made.operator(),
                        made.expiresAt());
            case SignedIn in -> signIn(tx, org, in);
            case PasskeyAdded added -> PasskeyRegister.add(tx, org, entry, added);
            case PasskeyRemoved removed ->
                tx.update("delete from access_passkeys where org = ? and credential = ?", org, removed.credential());
            case PasskeySignedIn in -> PasskeyRegister.signIn(tx, org, entry, in);
            case SignedOut out ->
                tx.update(
                        "update access_sessions set closed = 1 where org = ? and secret_hash = ?",
                        org,
                        out.sessionHash());
        }
    }

    /** What was made for a role that its operator has no longer is ended, and not only asleep until they get it back. */
    private static void operator(Tx tx, String org, OperatorAdded added) {
        tx.update(
                "insert into access_operators (org, operator, role) values (?, ?, ?)"
                        + " on conflict (org, operator) do update set role = excluded.role",
                org,
                added.operator(),
                added.role());
        for (Role stronger : Role.values()) {
            if (stronger.compareTo(added.role()) < 0) {
                endTokens(tx, org, "operator = ? and role = ?", added.operator(), stronger);
                tx.update(
                        "update access_sessions set closed = 1 where org = ? and operator = ? and role = ?",
                        org,
                        added.operator(),
                        stronger);
            }
        }
    }

    private static void endTokens(Tx tx, String org, String which, Object... args) {
        Object[] all = Stream.concat(Stream.of(org), Arrays.stream(args)).toArray();
        tx.update(
                "insert into access_ended (org, secret_hash) select distinct org, secret_hash from access_tokens"
                        + " where org = ? and " + which + " on conflict (org, secret_hash) do nothing",
                all);
        tx.update("update access_tokens set revoked = 1 where org = ? and " + which, all);
    }

    private static void endSessions(Tx tx, String org, String operator) {
        tx.update("update access_sessions set closed = 1 where org = ? and operator = ?", org, operator);
        tx.update("update access_links set used = 1 where org = ? and operator = ?", org, operator);
    }

    /** A token takes the place of one with the same id, which is ended by that. */
    private static void issue(Tx tx, String org, TokenIssued issued) {
        endTokens(tx, org, "id = ? and secret_hash <> ?", issued.id(), issued.secretHash());
        tx.update(
                "insert into access_tokens (org, id, operator, role, secret_hash, expires_at, revoked)"
                        + " values (?, ?, ?, ?, ?, ?, 0) on conflict (org, id) do update set"
                        + " operator = excluded.operator, role = excluded.role, secret_hash = excluded.secret_hash,"
                        + " expires_at = excluded.expires_at, revoked = 0",
                org,
                issued.id(),
                issued.operator(),
                issued.role(),
                issued.secretHash(),
                issued.expiresAt());
    }

    private static void signIn(Tx tx, String org, SignedIn in) {
        tx.update("update access_links set used = 1 where org = ? and secret_hash = ?", org, in.linkHash());
        session(tx, org, in.sessionHash(), in.operator(), in.role(), in.expiresAt());
    }

    /** Somebody has a session from now on, however they signed in. */
    static void session(Tx tx, String org, String secretHash, String operator, Role role, Instant expiresAt) {
        tx.update(
                "insert into access_sessions (secret_hash, org, operator, role, expires_at, closed)"
                        + " values (?, ?, ?, ?, ?, 0)",
                secretHash,
                org,
                operator,
                role,
                expiresAt);
    }
}
