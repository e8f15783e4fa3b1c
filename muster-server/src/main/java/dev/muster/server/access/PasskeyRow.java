package dev.muster.server.access;

import dev.muster.core.access.Passkey;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Row;
import dev.muster.ledger.sql.Tx;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A passkey as the API and the page show it.
 *
 * @param usedAt when it last opened a session; empty when it never did
 */
record PasskeyRow(String operator, String credential, String name, Instant addedAt, Optional<Instant> usedAt) {
    /** An id names one key, unless two organisations were given the same one on purpose. */
    private static final int SAME_ID_MAX = 8;

    /** A key with the organisation that it is good for. */
    record Held(OrgId org, Passkey key) {}

    static List<PasskeyRow> of(Tx tx, OrgId org, String operator) {
        return tx.query(
                "select operator, credential, name, added_at, used_at from access_passkeys"
                        + " where org = ? and operator = ? order by added_at, credential",
                row -> new PasskeyRow(
                        row.text("operator"),
                        row.text("credential"),
                        row.text("name"),
                        row.instant("added_at"),
                        row.findInstant("used_at")),
                org.value(),
                operator);
    }

    /** Whoever signs in has not said yet who they are. */
    static List<Held> named(Tx tx, String credential) {
        return tx.query(
                "select org, operator, credential, data, signatures from access_passkeys where credential = ?"
                        + " order by org limit " + SAME_ID_MAX,
                row -> new Held(new OrgId(row.text("org")), passkey(row)),
                credential);
    }

    static Passkey passkey(Row row) {
        return new Passkey(row.text("operator"), row.text("credential"), row.bytes("data"), row.number("signatures"));
    }
}
