package dev.muster.ledger.sequence;

import dev.muster.ledger.sql.Database;
import dev.muster.ledger.sql.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which of several servers on one database writes the ledger. The lease is taken and renewed inside the transaction
 * that writes, over a locked row, so a server that lost it cannot commit one more entry. Its number, the fence, grows
 * with every change of hands and stands in everything that is written.
 */
public final class Lease {
    /** Long enough to survive a pause of the JVM, short enough that another server takes over while callers wait. */
    public static final Duration TIME = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Lease.class);
    private static final String NAME = "ledger";

    private final String holder;
    private final InstantSource clock;
    private final Runnable taken;
    private volatile long fence;

    /**
     * @param holder this server, the same after its restart and of no other
     * @param taken told when this server begins to write: another may have been shown what this one has not seen
     */
    public Lease(String holder, InstantSource clock, Runnable taken) {
        this.holder = holder;
        this.clock = clock;
        this.taken = taken;
    }

    private record State(String holder, long fence, Instant until) {}

    /** The fence under which this server last wrote; 0 before. */
    public long fence() {
        return fence;
    }

    /**
     * Makes sure that this server may write until the transaction ends.
     *
     * @return the fence to write
     * @throws NotSequencerException while another server holds the lease
     */
    public long require(Tx tx) {
        Instant now = clock.instant();
        State state = state(tx);
        boolean mine = mine(state);
        if (!mine && now.isBefore(state.until())) {
            throw new NotSequencerException(
                    "server " + state.holder() + " writes the ledger until " + state.until() + "; try again there");
        }
        long next = mine && fence == state.fence() ? fence : state.fence() + 1;
        boolean due = now.isAfter(state.until().minus(TIME.dividedBy(2)));
        if (next != state.fence() || due) {
            tx.update(
                    "update ledger_lease set holder = ?, fence = ?, until_at = ? where name = ?",
                    holder,
                    next,
                    now.plus(TIME),
                    NAME);
        }
        // Set before the commit: should it fail, the next call sees another number in the row and takes a new one.
        if (fence != next) {
            fence = next;
            taken.run();
        }
        return next;
    }

    private State state(Tx tx) {
        Optional<State> found = find(tx);
        if (found.isPresent()) {
            return found.get();
        }
        tx.update(
                "insert into ledger_lease (name, holder, fence, until_at) values (?, '', 0, 0)"
                        + " on conflict (name) do nothing",
                NAME);
        return find(tx).orElseThrow(() -> new IllegalStateException("the lease row vanished"));
    }

    /** Whether this server writes, or could begin to. Takes nothing. */
    public boolean free(Tx tx) {
        return find(tx, "")
                .map(state -> mine(state) || !clock.instant().isBefore(state.until()))
                .orElse(true);
    }

    /** Keeps what this server has, while nothing is written. A database that is away is told to nobody but the log. */
    public void keep(Database database) {
        hold(database, TIME);
    }

    /** Gives it back, so that another server need not wait. */
    public void leave(Database database) {
        hold(database, Duration.ZERO);
    }

    private void hold(Database database, Duration time) {
        try {
            database.change(tx -> hold(tx, time));
        } catch (RuntimeException away) {
            LOG.debug("the lease was not touched: {}", away.toString());
        }
    }

    private void hold(Tx tx, Duration time) {
        tx.update(
                "update ledger_lease set until_at = ? where name = ? and holder = ? and fence = ?",
                clock.instant().plus(time),
                NAME,
                holder,
                fence);
    }

    private boolean mine(State state) {
        return state.holder().equals(holder);
    }

    private static Optional<State> find(Tx tx) {
        return find(tx, tx.dialect().forUpdate());
    }

    private static Optional<State> find(Tx tx, String lock) {
        return tx.one(
                "select holder, fence, until_at from ledger_lease where name = ?" + lock,
                row -> new State(row.text("holder"), row.number("fence"), row.instant("until_at")),
                NAME);
    }
}
