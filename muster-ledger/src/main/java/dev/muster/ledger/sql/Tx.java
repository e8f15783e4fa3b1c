package dev.muster.ledger.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One open transaction, used by one thread, valid until the function it was handed to returns. Arguments may be String,
 * Long, Integer, Boolean (stored 0 or 1), byte[], Instant (stored as epoch microseconds), enum (stored by name),
 * Optional of these, or null.
 */
public final class Tx {
    private final Connection connection;
    private final Dialect dialect;
    private final StatementCache statements;
    private final Limit limit;
    private int depth;

    /** Says to the database how long a statement may take. */
    @FunctionalInterface
    interface Limit {
        void on(PreparedStatement statement) throws SQLException;
    }

    Tx(Connection connection, Dialect dialect, StatementCache statements, Limit limit) {
        this.connection = connection;
        this.dialect = dialect;
        this.statements = statements;
        this.limit = limit;
    }

    public Dialect dialect() {
        return dialect;
    }

    /** All rows, mapped. The mapping may run further statements of the same transaction. */
    public <T> List<T> query(String sql, Function<Row, T> mapping, @Nullable Object... args) {
        return withStatement(sql, statement -> {
            bind(statement, args);
            List<T> all = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                Row row = new Row(rows, dialect);
                while (rows.next()) {
                    all.add(mapping.apply(row));
                }
            }
            return all;
        });
    }

    /** @throws IllegalStateException when there is more than one row */
    public <T> Optional<T> one(String sql, Function<Row, T> mapping, @Nullable Object... args) {
        List<T> all = query(sql, mapping, args);
        if (all.size() > 1) {
            throw new IllegalStateException("expected at most one row, got " + all.size() + ": " + sql);
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getFirst());
    }

    /** The single number of a query such as {@code select count(*) as n}; the column must be called {@code n}. */
    public long count(String sql, @Nullable Object... args) {
        return one(sql, row -> row.longOr("n", 0), args).orElse(0L);
    }

    /** @return how many rows were touched */
    public int update(String sql, @Nullable Object... args) {
        return withStatement(sql, statement -> {
            bind(statement, args);
            return statement.executeUpdate();
        });
    }

    /** The same statement for many argument lists, in one round trip where the database can. */
    public void batch(String sql, List<@Nullable Object[]> argumentLists) {
        if (argumentLists.isEmpty()) {
            return;
        }
        withStatement(sql, statement -> {
            for (@Nullable Object[] args : argumentLists) {
                bind(statement, args);
                statement.addBatch();
            }
            return statement.executeBatch().length;
        });
    }

    /** Runs one statement as it is, without arguments or cache: for DDL. */
    public void execute(String sql) {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw DatabaseException.of(dialect, e);
        }
    }

    /**
     * Runs the work so that, when it throws, exactly its own changes are undone and the transaction stays usable: this
     * is how many decisions share one commit.
     */
    public <T> T savepoint(Supplier<T> work) {
        String name = "nested_" + depth++;
        try {
            word("savepoint " + name);
            T result;
            try {
                result = work.get();
            } catch (RuntimeException | Error thrown) {
                undo(name, thrown);
                throw thrown;
            }
            word("release savepoint " + name);
            return result;
        } finally {
            depth--;
        }
    }

    /** SQLite parses each statement anew unless it is kept prepared; PostgreSQL's driver sends these words as they are. */
    private void word(String sql) {
        if (dialect == Dialect.SQLITE) {
            withStatement(sql, PreparedStatement::execute);
        } else {
            execute(sql);
        }
    }

    private void undo(String name, Throwable because) {
        try {
            execute("rollback to savepoint " + name);
            execute("release savepoint " + name);
        } catch (DatabaseException e) {
            because.addSuppressed(e);
            if (!(because instanceof DatabaseException first)) {
                throw e;
            }
            // A full disk ends the whole transaction: the savepoint is gone with it, and nothing after it may go on.
            throw new DatabaseException(
                    first.kind() == DatabaseException.Kind.FULL
                            ? DatabaseException.Kind.FULL
                            : DatabaseException.Kind.UNAVAILABLE,
                    "the transaction was lost: " + because.getMessage(),
                    because);
        }
    }

    private interface Use<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    private <T> T withStatement(String sql, Use<T> use) {
        try {
            PreparedStatement statement = statements.take(connection, sql);
            boolean good = false;
            try {
                limit.on(statement);
                T result = use.with(statement);
                good = true;
                return result;
            } finally {
                statements.giveBack(sql, statement, good);
            }
        } catch (SQLException e) {
            throw DatabaseException.of(dialect, e);
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] args) throws SQLException {
        for (int i = 0; i < args.length; i++) {
            bindOne(statement, i + 1, args[i]);
        }
    }

    private static void bindOne(PreparedStatement statement, int index, @Nullable Object arg) throws SQLException {
        switch (arg) {
            case null -> statement.setNull(index, Types.NULL);
            case Optional<?> optional -> bindOne(statement, index, optional.orElse(null));
            case String text -> statement.setString(index, text);
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setInt(index, number);
            case Boolean truth -> statement.setInt(index, truth ? 1 : 0);
            case byte[] bytes -> statement.setBytes(index, bytes);
            case Instant instant -> statement.setLong(index, Micros.of(instant));
            case Enum<?> constant -> statement.setString(index, constant.name());
            default ->
                throw new IllegalArgumentException("argument " + index + " has a type no column has: "
                        + arg.getClass().getName());
        }
    }
}
