package dev.muster.server.access;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.List;

/**
 * An operator as the API shows them.
 *
 * @param sessions browsers that are signed in now
 * @param tokens ids of tokens that work now
 */
record OperatorRow(String operator, String role, long sessions, List<String> tokens) {
    static List<OperatorRow> of(Tx tx, OrgId org, Instant now) {
        return tx.query(
                "select operator, role from access_operators where org = ? order by operator",
                row -> of(tx, org, row, now),
                org.value());
    }

    private static OperatorRow of(Tx tx, OrgId org, Row row, Instant now) {
        String operator = row.text("operator");
        long sessions = tx.count(
                "select count(*) as n from access_sessions where org = ? and operator = ? and closed = 0"
                        + " and expires_at > ?",
                org.value(),
                operator,
                now);
        List<String> tokens = tx.query(
                "select id from access_tokens where org = ? and operator = ? and revoked = 0 and expires_at > ?"
                        + " order by id",
                token -> token.text("id"),
                org.value(),
                operator,
                now);
        return new OperatorRow(operator, row.text("role"), sessions, tokens);
    }
}
