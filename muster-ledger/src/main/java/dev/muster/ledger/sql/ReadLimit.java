package dev.muster.ledger.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.sqlite.ProgressHandler;

/**
 * Ends a read that takes too long, or whose database is closed, in the middle of its work: SQLite asks every so many of its
 * steps. One connection is used by one thread at a time.
 */
final class ReadLimit extends ProgressHandler {
    /** About a millisecond of work: often enough to stop soon, seldom enough to cost nothing. */
    private static final int STEPS = 100_000;

    private final Duration most;
    private volatile long until;
    private volatile boolean ended;
    private volatile Optional<ReadEnd> ofCaller = Optional.empty();

    private ReadLimit(Duration most) {
        this.most = most;
    }

    static ReadLimit on(Connection connection, Duration most) throws SQLException {
        ReadLimit limit = new ReadLimit(most);
        limit.begin();
        ProgressHandler.setHandler(connection, STEPS, limit);
        return limit;
    }

    /**
     * A question begins. The steps ask whether it is ended; cancelling its statement would end whatever the connection is asked by
     * then, which may be for somebody else.
     */
    void begin() {
        ofCaller = ReadEnd.current();
        ofCaller.ifPresent(ReadEnd::goOn);
        until = System.nanoTime() + most.toNanos();
    }

    /** Whatever reads now, and later, is to end. */
    void end() {
        ended = true;
    }

    @Override
    protected int progress() {
        return ended
                        || ofCaller.map(ReadEnd::ended).orElse(false)
                        || Thread.currentThread().isInterrupted()
                        || System.nanoTime() - until > 0
                ? 1
                : 0;
    }
}
