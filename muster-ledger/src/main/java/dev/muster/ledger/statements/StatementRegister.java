package dev.muster.ledger.statements;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.format.audit.merkle.MerkleHash;
import dev.muster.format.crypto.Sha256;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.sequence.Stored;
import dev.muster.ledger.sql.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps the register of statements, and erases bodies. */
final class StatementRegister implements Projection {
    private static final String INSERT =
            "insert into statement (org, idx, statement_hash, leaf, issuer, subject, content_type, entry_idx,"
                    + " registered_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    @Override
    public Set<Class<? extends Event>> events() {
        return Set.of(LedgerEvent.StatementRegistered.class, LedgerEvent.BodyErased.class);
    }

    @Override
    public void apply(Tx tx, Entry entry, Event event) {
        switch (event) {
            case LedgerEvent.StatementRegistered statement ->
                tx.update(INSERT, row(new Stored(entry, statement, Optional.empty())));
            case LedgerEvent.BodyErased erased -> erase(tx, entry, erased.index());
            default -> {}
        }
    }

    @Override
    public void applyAll(Tx tx, List<Stored> all) {
        Projection.runs(all, run -> register(tx, run));
    }

    private void register(Tx tx, List<Stored> run) {
        if (run.getFirst().event() instanceof LedgerEvent.StatementRegistered) {
            List<@Nullable Object[]> rows = new ArrayList<>(run.size());
            run.forEach(stored -> rows.add(row(stored)));
            tx.batch(INSERT, rows);
        } else {
            run.forEach(stored -> apply(tx, stored.entry(), stored.event()));
        }
    }

    private static @Nullable Object[] row(Stored stored) {
        Entry entry = stored.entry();
        LedgerEvent.StatementRegistered statement = (LedgerEvent.StatementRegistered) stored.event();
        return new @Nullable Object[] {
            entry.org().value(),
            statement.index(),
            Sha256.of(statement.statement()),
            MerkleHash.leaf(statement.statement()),
            statement.issuer(),
            statement.statementSubject(),
            statement.contentType(),
            entry.index(),
            entry.receivedAt()
        };
    }

    private static void erase(Tx tx, Entry entry, long index) {
        tx.update(
                "update entry set body = null, salt = null where org = ? and idx = ? and type <> ?",
                entry.org().value(),
                index,
                "ledger.statement-registered");
    }
}
