package dev.muster.ledger.sql;

import java.sql.SQLException;

/** What the database refused, classified the same way for both dialects. */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public enum Kind {
        /** A unique, foreign key, check or not-null rule: usually a bug or a race, never retried blindly. */
        CONSTRAINT,
        /** Another transaction was in the way: may be tried again. */
        BUSY,
        /** The disk is full: nothing was written. */
        FULL,
        /** The database cannot be reached, opened or written. */
        UNAVAILABLE,
        OTHER
    }

    private final Kind kind;

    DatabaseException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    static DatabaseException of(Dialect dialect, SQLException cause) {
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new DatabaseException(dialect.classify(state, cause.getErrorCode(), message), message, cause);
    }

    public Kind kind() {
        return kind;
    }
}
