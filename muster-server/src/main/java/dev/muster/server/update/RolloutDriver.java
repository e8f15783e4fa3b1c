package dev.muster.server.update;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.update.Advance;
import dev.muster.core.update.UpdateStore;
import dev.muster.ledger.sequence.Follower;
import dev.muster.ledger.sequence.Shell;
import dev.muster.ledger.sql.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets rollouts go on by themselves: takes the next step of each after every entry that could matter and once a second for
 * deadlines. It keeps nothing: everything it decides from is in the registers, so after a crash it goes on where it was.
 */
public final class RolloutDriver implements Follower, AutoCloseable {
    /** How late a deadline may be noticed. */
    private static final long TICK_MILLIS = 1000;

    /** Entries come in bursts: one step answers many of them. */
    private static final long GATHER_MILLIS = 50;

    /** Steps taken at once for one rollout before others have their turn. */
    private static final int MOST_STEPS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(RolloutDriver.class);

    private final Shell shell;
    private final Database database;
    private final InstantSource clock;
    private final Set<String> types;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition woken = lock.newCondition();
    private boolean due;
    private volatile boolean closed;

    /** @param attestationTypes entry types after which a device may count as updated */
    public RolloutDriver(Shell shell, Database database, InstantSource clock, Set<String> attestationTypes) {
        this.shell = shell;
        this.database = database;
        this.clock = clock;
        this.types = Set.copyOf(attestationTypes);
        this.thread = Thread.ofPlatform().daemon().name("rollout-driver").unstarted(this::drive);
    }

    /** Begins with whatever rollouts the registers hold. */
    public RolloutDriver start() {
        thread.start();
        return this;
    }

    @Override
    public String name() {
        return "rollout-driver";
    }

    /** Does no work on the follower's thread: only says that there may be some. */
    @Override
    public void accept(OrgId org, List<Entry> entries) {
        if (entries.stream().anyMatch(this::matters)) {
            wake();
        }
    }

    private boolean matters(Entry entry) {
        return types.contains(entry.type())
                || entry.type().startsWith("update.")
                || entry.type().equals("devices.state-changed")
                || entry.type().equals("devices.order-closed");
    }

    private void wake() {
        lock.lock();
        try {
            due = true;
            woken.signal();
        } finally {
            lock.unlock();
        }
    }

    private void drive() {
        while (!closed) {
            try {
                await();
                for (SqlRollouts.Active rollout : database.read(SqlRollouts::active)) {
                    advance(rollout);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.warn("a rollout could not go on; it is tried again", e);
                }
            }
        }
    }

    private void await() throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
            while (!due && left > 0) {
                left = woken.awaitNanos(left);
            }
            due = false;
        } finally {
            lock.unlock();
        }
        Thread.sleep(GATHER_MILLIS);
    }

    private void advance(SqlRollouts.Active rollout) {
        OrgId org = rollout.org();
        for (int step = 0; step < MOST_STEPS && !closed; step++) {
            boolean more = shell.<UpdateStore, Boolean>run(
                    org,
                    tx -> new SqlUpdateStore(tx, org),
                    known -> Advance.step(
                            rollout.id(),
                            artifact -> ArtifactDoor.path(org, artifact.sha256()),
                            known,
                            clock.instant()));
            if (!more) {
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
