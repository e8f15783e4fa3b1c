package dev.muster.ledger.sql;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Transactions over SQLite or PostgreSQL. Thread-safe; callers may be virtual threads. A function that throws rolls its
 * transaction back and the exception passes through. Transactions do not nest: a function must use the {@link Tx} it was
 * given.
 */
public interface Database extends AutoCloseable {
    /**
     * @param jdbcUrl {@code jdbc:sqlite:FILE} (the file is created) or {@code jdbc:postgresql://HOST:PORT/NAME?user=…}
     * @throws DatabaseException when it cannot be opened
     */
    static Database open(String jdbcUrl) {
        return open(jdbcUrl, READ_MOST);
    }

    /** @param readMost how long one question of a read may take; whole seconds on PostgreSQL */
    static Database open(String jdbcUrl, Duration readMost) {
        return switch (Dialect.of(jdbcUrl)) {
            case SQLITE -> SqliteDatabase.open(jdbcUrl, readMost);
            case POSTGRESQL -> PostgresDatabase.open(jdbcUrl, readMost);
        };
    }

    /** Nobody waits longer for an answer, and a reader that never ends would keep the log of writes from being reset. */
    Duration READ_MOST = Duration.ofSeconds(60);

    Dialect dialect();

    /**
     * Reads one consistent snapshot. Writing inside fails, and so does a question that takes too long, or that is ended ({@link
     * ReadEnd}; on SQLite also by interrupting its thread), or whose database is closed meanwhile ({@link DatabaseException.Kind#BUSY}).
     */
    <T> T read(Function<Tx, T> work);

    /** Reads and writes; when it returns, the change is durable. On SQLite there is one writer at a time. */
    <T> T write(Function<Tx, T> work);

    /** {@link #write} without an answer. */
    default void change(Consumer<Tx> work) {
        write(tx -> {
            work.accept(tx);
            return Boolean.TRUE;
        });
    }

    @Override
    void close();
}
