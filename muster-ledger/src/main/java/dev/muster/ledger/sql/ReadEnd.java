package dev.muster.ledger.sql;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets somebody else end what is read while some work is done: the caller for whom it is read has gone. Questions under
 * way and later ones fail with {@link DatabaseException.Kind#BUSY}; what is written is not touched. Thread-safe.
 */
public final class ReadEnd {
    private static final ScopedValue<ReadEnd> CURRENT = ScopedValue.newInstance();

    private volatile boolean ended;
    private @Nullable Statement asking;

    /** Does the work; what it reads, on this thread, can be ended. */
    public <T> T during(Supplier<T> work) {
        return ScopedValue.where(CURRENT, this).call(work::get);
    }

    /** That which the present work is done under. */
    static Optional<ReadEnd> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** Ends it. On PostgreSQL this asks the database over a connection of its own, so it may take a moment. */
    public void end() {
        ended = true;
        Statement statement;
        synchronized (this) {
            statement = asking;
        }
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException over) {
                // It has been answered meanwhile; the next question looks for itself.
            }
        }
    }

    boolean ended() {
        return ended;
    }

    /**
     * This question begins, and may be cancelled while it is asked and after: one that cancels by itself alone, and by nothing
     * when it has been answered.
     *
     * @throws DatabaseException when it was ended
     */
    void begins(Statement statement) {
        synchronized (this) {
            asking = statement;
        }
        goOn();
    }

    /** @throws DatabaseException when it was ended */
    void goOn() {
        if (ended) {
            String why = "nobody waits for the answer any more";
            throw new DatabaseException(DatabaseException.Kind.BUSY, why, new CancellationException(why));
        }
    }
}
