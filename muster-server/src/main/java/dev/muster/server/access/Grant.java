package dev.muster.server.access;

import dev.muster.core.access.Role;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.List;

/**
 * What a secret opens, right now.
 *
 * @param role the weaker of what the secret was made for and what its operator has today
 */
record Grant(String org, String operator, Role role) {
    /** A bearer token may stand in several organisations: the machine's own does. */
    static List<Grant> ofToken(Tx tx, String secretHash, Instant now) {
        return tx.query(
                "select t.org, t.operator, t.role as made_for, o.role as has from access_tokens t"
                        + " join access_operators o on o.org = t.org and o.operator = t.operator"
                        + " where t.secret_hash = ? and t.revoked = 0 and t.expires_at > ? order by t.org",
                Grant::of,
                secretHash,
                now);
    }

    /** The same for one organisation: a machine's token that stands in ten thousand is not read whole for each call. */
    static List<Grant> ofToken(Tx tx, String secretHash, String org, Instant now) {
        return tx.query(
                "select t.org, t.operator, t.role as made_for, o.role as has from access_tokens t"
                        + " join access_operators o on o.org = t.org and o.operator = t.operator"
                        + " where t.secret_hash = ? and t.org = ? and t.revoked = 0 and t.expires_at > ?",
                Grant::of,
                secretHash,
                org,
                now);
    }

    /** One for the whole installation, when the token has any. */
    static List<Grant> ofInstallation(Tx tx, String secretHash, Instant now) {
        return tx.query(
                "select t.org, t.operator, t.role as made_for, o.role as has from access_tokens t"
                        + " join access_operators o on o.org = t.org and o.operator = t.operator"
                        + " where t.secret_hash = ? and t.role = 'INSTALLATION' and o.role = 'INSTALLATION'"
                        + " and t.revoked = 0 and t.expires_at > ? order by t.org limit 1",
                Grant::of,
                secretHash,
                now);
    }

    /** Whether the token opens anything anywhere. */
    static boolean opens(Tx tx, String secretHash, Instant now) {
        return !tx.query(
                        "select t.org from access_tokens t join access_operators o on o.org = t.org"
                                + " and o.operator = t.operator where t.secret_hash = ? and t.revoked = 0"
                                + " and t.expires_at > ? limit 1",
                        row -> row.text("org"),
                        secretHash,
                        now)
                .isEmpty();
    }

    /** A session is of one organisation. */
    static List<Grant> ofSession(Tx tx, String secretHash, Instant now) {
        return tx.query(
                "select s.org, s.operator, s.role as made_for, o.role as has from access_sessions s"
                        + " join access_operators o on o.org = s.org and o.operator = s.operator"
                        + " where s.secret_hash = ? and s.closed = 0 and s.expires_at > ?",
                Grant::of,
                secretHash,
                now);
    }

    private static Grant of(Row row) {
        Role madeFor = Role.valueOf(row.text("made_for"));
        Role has = Role.valueOf(row.text("has"));
        return new Grant(row.text("org"), row.text("operator"), madeFor.compareTo(has) >= 0 ? madeFor : has);
    }
}
