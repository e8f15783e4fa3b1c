package dev.muster.server.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;

/** Commit when the work returns, roll back when it throws: written once for both databases. */
final class Transactions {
    private Transactions() {}

    static <T> T run(Connection connection, Dialect dialect, StatementCache statements, Function<Tx, T> work) {
        T result;
        try {
            result = work.apply(new Tx(connection, dialect, statements));
        } catch (RuntimeException | Error thrown) {
            rollback(connection, thrown);
            throw thrown;
        }
        try {
            connection.commit();
        } catch (SQLException e) {
            DatabaseException failure = DatabaseException.of(dialect, e);
            rollback(connection, failure);
            throw failure;
        }
        return result;
    }

    private static void rollback(Connection connection, Throwable because) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            because.addSuppressed(e);
        }
    }
}
