package dev.muster.server.governance;

import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Tx;
import java.util.Optional;

/** Where in the ledger the last proof for a custody record is. */
record SqlWipes(Tx tx, OrgId org) {
    void proved(String custody, long entry) {
        tx.update(
                "insert into governance_wipe (org, custody, entry) values (?, ?, ?)"
                        + " on conflict (org, custody) do update set entry = excluded.entry",
                org.value(),
                custody,
                entry);
    }

    Optional<Long> proof(String custody) {
        return tx.one(
                "select entry from governance_wipe where org = ? and custody = ?",
                row -> row.number("entry"),
                org.value(),
                custody);
    }
}
