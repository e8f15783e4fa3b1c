package dev.muster.server.ledger;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.merkle.MerkleHash;
import dev.muster.server.sql.Tx;
import java.util.Set;

/** Keeps the register of statements, the kept heads of others, and erases bodies. */
final class StatementRegister implements Projection {
    private final Projection witnessed = new Witness.Register();

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(LedgerEvent.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        switch (event) {
            case LedgerEvent.StatementRegistered statement -> insert(tx, entry, statement);
            case LedgerEvent.BodyErased erased -> erase(tx, entry, erased.index());
            default -> witnessed.apply(tx, entry, event);
        }
    }

    private static void insert(Tx tx, Entry entry, LedgerEvent.StatementRegistered statement) {
        tx.update(
                "insert into statement (org, idx, statement_hash, leaf, issuer, subject, content_type, entry_idx,"
                        + " registered_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entry.org().value(),
                statement.index(),
                Sha256.of(statement.statement()),
                MerkleHash.leaf(statement.statement()),
                statement.issuer(),
                statement.statementSubject(),
                statement.contentType(),
                entry.index(),
                entry.receivedAt());
    }

    private static void erase(Tx tx, Entry entry, long index) {
        tx.update(
                "update entry set body = null, salt = null where org = ? and idx = ? and type <> ?",
                entry.org().value(),
                index,
                "ledger.statement-registered");
    }
}
