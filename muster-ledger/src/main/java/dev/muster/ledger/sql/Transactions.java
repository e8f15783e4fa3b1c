package dev.muster.ledger.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

/** Commit when the work returns, roll back when it throws: written once for both databases. */
final class Transactions {
    /** The three words. */
    enum Word {
        BEGIN,
        COMMIT,
        ROLLBACK
    }

    /** How this database is told one of them. */
    @FunctionalInterface
    interface Control {
        void say(Word word) throws SQLException;
    }

    private Transactions() {}

    static <T> T run(
            Connection connection,
            Dialect dialect,
            StatementCache statements,
            Tx.Limit limit,
            Control control,
            Function<Tx, T> work) {
        try {
            control.say(Word.BEGIN);
        } catch (SQLException e) {
            throw DatabaseException.of(dialect, e);
        }
        T result;
        try {
            result = work.apply(new Tx(connection, dialect, statements, limit));
        } catch (RuntimeException | Error thrown) {
            rollback(control, thrown);
            throw thrown;
        }
        try {
            control.say(Word.COMMIT);
        } catch (SQLException e) {
            DatabaseException failure = DatabaseException.of(dialect, e);
            rollback(control, failure);
            throw failure;
        }
        return result;
    }

    private static void rollback(Control control, Throwable because) {
        try {
            control.say(Word.ROLLBACK);
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }
}
