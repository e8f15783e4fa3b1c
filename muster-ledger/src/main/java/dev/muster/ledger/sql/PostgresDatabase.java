package dev.muster.ledger.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;

/** PostgreSQL behind HikariCP: snapshot reads, READ COMMITTED writes. */
final class PostgresDatabase implements Database {
    /** Well below PostgreSQL's default of 100, so that a few servers share one database. */
    private static final int CONNECTIONS = 12;

    private static final long CONNECT_TIMEOUT_MILLIS = 10_000;

    private final HikariDataSource pool;
    private final int readSecondsMost;

    private PostgresDatabase(HikariDataSource pool, int readSecondsMost) {
        this.pool = pool;
        this.readSecondsMost = readSecondsMost;
    }

    static PostgresDatabase open(String jdbcUrl, Duration readMost) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("muster");
        config.setJdbcUrl(jdbcUrl);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
        config.setAutoCommit(false);
        config.addDataSourceProperty("reWriteBatchedInserts", "true"); // one statement for many rows, not one each
        try {
            return new PostgresDatabase(new HikariDataSource(config), Math.toIntExact(readMost.toSeconds()));
        } catch (PoolInitializationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new DatabaseException(DatabaseException.Kind.UNAVAILABLE, String.valueOf(cause.getMessage()), e);
        }
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    public <T> T read(Function<Tx, T> work) {
        return run(Connection.TRANSACTION_REPEATABLE_READ, true, work);
    }

    @Override
    public <T> T write(Function<Tx, T> work) {
        return run(Connection.TRANSACTION_READ_COMMITTED, false, work);
    }

    private <T> T run(int isolation, boolean readOnly, Function<Tx, T> work) {
        try (Connection connection = pool.getConnection()) {
            // Hikari puts both back to their defaults when the connection returns to the pool.
            connection.setTransactionIsolation(isolation);
            connection.setReadOnly(readOnly);
            return Transactions.run(
                    connection,
                    Dialect.POSTGRESQL,
                    new StatementCache(0),
                    statement -> {
                        statement.setQueryTimeout(readOnly ? readSecondsMost : 0);
                        if (readOnly) {
                            ReadEnd.current().ifPresent(each -> each.begins(statement));
                        }
                    },
                    word -> say(connection, word),
                    work);
        } catch (SQLException e) {
            throw DatabaseException.of(Dialect.POSTGRESQL, e);
        }
    }

    private static void say(Connection connection, Transactions.Word word) throws SQLException {
        switch (word) {
            case BEGIN -> {} // the driver begins by itself with the first statement
            case COMMIT -> connection.commit();
            case ROLLBACK -> connection.rollback();
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
