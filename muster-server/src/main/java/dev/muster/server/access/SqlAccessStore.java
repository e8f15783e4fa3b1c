package dev.muster.server.access;

import dev.muster.core.access.AccessStore;
import dev.muster.core.access.Passkey;
import dev.muster.core.access.Role;
import dev.muster.core.access.SignInLink;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Tx;
import java.util.Optional;

/** One organisation's access registers, over a transaction. */
final class SqlAccessStore implements AccessStore {
    private final Tx tx;
    private final String org;

    SqlAccessStore(Tx tx, OrgId org) {
        this.tx = tx;
        this.org = org.value();
    }

    @Override
    public boolean exists() {
        return tx.count("select count(*) as n from access_orgs where org = ?", org) > 0;
    }

    @Override
    public Optional<Role> roleOf(String operator) {
        return tx.one(
                "select role from access_operators where org = ? and operator = ?",
                row -> Role.valueOf(row.text("role")),
                org,
                operator);
    }

    @Override
    public Optional<SignInLink> link(String secretHash) {
        return tx.one(
                "select operator, expires_at, used from access_links where org = ? and secret_hash = ?",
                row -> new SignInLink(row.text("operator"), row.instant("expires_at"), row.truth("used")),
                org,
                secretHash);
    }

    @Override
    public Optional<String> ownerOfToken(String id) {
        return tx.one(
                "select operator from access_tokens where org = ? and id = ? and revoked = 0",
                row -> row.text("operator"),
                org,
                id);
    }

    @Override
    public boolean wasEnded(String secretHash) {
        return tx.count("select count(*) as n from access_ended where org = ? and secret_hash = ?", org, secretHash)
                > 0;
    }

    @Override
    public Optional<Passkey> passkey(String credential) {
        return tx.one(
                "select operator, credential, data, signatures from access_passkeys where org = ? and credential = ?",
                PasskeyRow::passkey,
                org,
                credential);
    }

    @Override
    public long passkeys(String operator) {
        return tx.count("select count(*) as n from access_passkeys where org = ? and operator = ?", org, operator);
    }

    @Override
    public boolean wasAnswered(String challengeHash) {
        return tx.count(
                        "select count(*) as n from access_challenges where org = ? and challenge_hash = ?",
                        org,
                        challengeHash)
                > 0;
    }
}
