package dev.muster.ledger.sql;

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
        return switch (Dialect.of(jdbcUrl)) {
            case SQLITE -> SqliteDatabase.open(jdbcUrl);
            case POSTGRESQL -> PostgresDatabase.open(jdbcUrl);
        };
    }

    Dialect dialect();

    /** Reads one consistent snapshot. Writing inside fails. */
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
