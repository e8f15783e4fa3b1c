package dev.muster.ledger.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of a result, valid only inside the mapping function. Columns are named as in the select list. The plain
 * accessors throw {@link IllegalStateException} on null; the {@code find} forms answer empty.
 */
public final class Row {
    private final ResultSet rows;
    private final Dialect dialect;

    Row(ResultSet rows, Dialect dialect) {
        this.rows = rows;
        this.dialect = dialect;
    }

    public String text(String column) {
        return present(column, string(column));
    }

    public Optional<String> findText(String column) {
        return Optional.ofNullable(string(column));
    }

    public long number(String column) {
        return present(column, integer(column));
    }

    public Optional<Long> findNumber(String column) {
        return Optional.ofNullable(integer(column));
    }

    public long longOr(String column, long fallback) {
        Long value = integer(column);
        return value == null ? fallback : value;
    }

    /** @throws ArithmeticException when the value does not fit an int */
    public int integerOf(String column) {
        return Math.toIntExact(number(column));
    }

    /** Truth stored as 0 or 1. */
    public boolean truth(String column) {
        return number(column) != 0;
    }

    public byte[] bytes(String column) {
        return present(column, binary(column));
    }

    public Optional<byte[]> findBytes(String column) {
        return Optional.ofNullable(binary(column));
    }

    /** A time stored as epoch microseconds. */
    public Instant instant(String column) {
        return Micros.toInstant(number(column));
    }

    public Optional<Instant> findInstant(String column) {
        return findNumber(column).map(Micros::toInstant);
    }

    private static <T> T present(String column, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }

    private @Nullable String string(String column) {
        try {
            return rows.getString(column);
        } catch (SQLException e) {
            throw DatabaseException.of(dialect, e);
        }
    }

    private @Nullable Long integer(String column) {
        try {
            long value = rows.getLong(column);
            return rows.wasNull() ? null : value;
        } catch (SQLException e) {
            throw DatabaseException.of(dialect, e);
        }
    }

    private byte @Nullable [] binary(String column) {
        try {
            return rows.getBytes(column);
        } catch (SQLException e) {
            throw DatabaseException.of(dialect, e);
        }
    }
}
