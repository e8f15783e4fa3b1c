package dev.muster.ledger.sequence;

import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs every {@link Follower} on a thread of its own, woken after a commit: at once after the first, and for those that come
 * soon after it once for all of them.
 */
public final class Followers implements AutoCloseable {
    /** An offset that changes all the time is written this often; in between only memory knows it. */
    private static final long SAVE_MILLIS = 1_000;

    /** Commits this soon after one another wake the followers once: with hundreds a second, waking costs more than following. */
    private static final long GATHER_MILLIS = 20;

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final long MAX_PAUSE_MILLIS = 60_000;
    /** Looks for work even when no commit woke it: entries of another server on the same database. */
    private static final long IDLE_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);

    private final Database database;
    private final List<Runner> runners = new CopyOnWriteArrayList<>();
    private final BooleanSupplier writesHere;
    private final SharedReading reading;
    private final SharedSizes sizes;
    private final Semaphore commits = new Semaphore(0);
    private final Thread waking;
    private volatile boolean closed;

    /** @param writesHere whether this server is the one of several that writes */
    public Followers(Database database, BooleanSupplier writesHere) {
        this.database = database;
        this.writesHere = writesHere;
        this.reading = new SharedReading(database);
        this.sizes = new SharedSizes(database);
        this.waking = Thread.ofPlatform().daemon().name("follow-wake").unstarted(this::wake);
        this.waking.start();
    }

    /** Starts a follower from its stored offset. */
    public void add(Follower follower) {
        Runner runner = new Runner(follower);
        runners.add(runner);
        runner.thread.start();
    }

    /** Takes what a commit on this server wrote; does not wait for anybody. */
    public void committed(List<Stored> batch) {
        Map<OrgId, List<Entry>> written = new LinkedHashMap<>();
        for (Stored stored : batch) {
            written.computeIfAbsent(stored.entry().org(), _ -> new ArrayList<>())
                    .add(stored.entry());
        }
        written.forEach((org, entries) -> {
            reading.committed(org, entries);
            sizes.committed(org, entries.getLast().index() + 1);
        });
        if (!written.isEmpty()) {
            commits.release();
        }
    }

    private void wake() {
        try {
            while (!closed) {
                commits.acquire();
                commits.drainPermits();
                runners.forEach(runner -> runner.signal.release());
                Thread.sleep(GATHER_MILLIS);
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    /** How each stands in one organisation, by name. */
    public List<FollowerStatus> status(OrgId org) {
        return database.read(tx -> runners.stream()
                .flatMap(runner -> tx
                        .one(
                                "select f.next_idx, f.failures, f.last_error, l.size from ledger_follower f"
                                        + " join ledger_log l on l.org = f.org and l.log = 'record'"
                                        + " where f.name = ? and f.org = ?",
                                row -> new FollowerStatus(
                                        runner.follower.name(),
                                        org,
                                        row.number("next_idx"),
                                        row.number("size"),
                                        row.number("failures"),
                                        row.findText("last_error")),
                                runner.follower.name(),
                                org.value())
                        .stream())
                .sorted(Comparator.comparing(FollowerStatus::name))
                .toList());
    }

    @Override
    public void close() {
        closed = true;
        waking.interrupt();
        runners.forEach(runner -> runner.signal.release());
        for (Runner runner : runners) {
            try {
                runner.thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            release(runner.follower);
        }
    }

    /** A follower that holds something lets it go when nothing comes any more. */
    private static void release(Follower follower) {
        if (follower instanceof AutoCloseable held) {
            try {
                held.close();
            } catch (Exception failed) {
                LOG.warn("follower {} could not be closed: {}", follower.name(), failed.toString());
            }
        }
    }

    /** Where one follower stands in one organisation. */
    private static final class Offset {
        private long next;
        private long failures;
        private boolean unsaved;
        private long notBefore = System.nanoTime();
        private String error = "";
    }

    private final class Runner {
        private final Follower follower;
        private final Semaphore signal = new Semaphore(1);
        private final Thread thread;
        private final Map<OrgId, Offset> offsets = new HashMap<>();
        private long savedAt;

        Runner(Follower follower) {
            this.follower = follower;
            this.thread = Thread.ofPlatform()
                    .daemon()
                    .name("follow-" + follower.name())
                    .unstarted(this::follow);
        }

        private void follow() {
            boolean woken = false;
            while (!closed) {
                try {
                    if (!follower.everywhere() && !writesHere.getAsBoolean()) {
                        // Another server runs it; should this one take over, it begins where that one stood.
                        if (!offsets.isEmpty()) {
                            offsets.clear();
                            follower.ends();
                        }
                        Thread.sleep(IDLE_MILLIS);
                        continue;
                    }
                    boolean more = false;
                    if (offsets.isEmpty()) {
                        follower.begins();
                        loadAll();
                    }
                    for (Map.Entry<OrgId, Long> org : sizes.sizes(!woken).entrySet()) {
                        more |= step(org.getKey(), org.getValue());
                    }
                    save(false);
                    woken = more || signal.tryAcquire(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                    if (woken && !more) {
                        signal.drainPermits();
                    }
                } catch (InterruptedException end) {
                    Thread.currentThread().interrupt();
                    return;
                } catch (RuntimeException database) {
                    LOG.warn("follower {} cannot read the ledger: {}", follower.name(), database.toString());
                    pause();
                }
            }
            saveAtTheEnd();
        }

        /** Hands over the next entries of one organisation; true when there are more at once. */
        private boolean step(OrgId org, long size) {
            Offset offset = offsets.computeIfAbsent(org, _ -> new Offset());
            if (closed || offset.next >= size || System.nanoTime() - offset.notBefore < 0) {
                return false;
            }
            List<Entry> entries = reading.from(org, offset.next);
            if (entries.isEmpty()) {
                return false;
            }
            try {
                follower.accept(org, entries);
            } catch (RuntimeException failed) {
                failed(org, offset, failed);
                return false;
            }
            offset.next = entries.getLast().index() + 1;
            offset.failures = 0;
            offset.error = "";
            offset.unsaved = true;
            return offset.next < size;
        }

        private void failed(OrgId org, Offset offset, RuntimeException failure) {
            offset.failures++;
            long pause = Math.min(MAX_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(offset.failures - 1, 10));
            offset.notBefore = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
            offset.error = failure.toString();
            offset.unsaved = true;
            savedAt = 0;
            LOG.warn(
                    "follower {} failed at entry {} of {} for the {}. time",
                    follower.name(),
                    offset.next,
                    org,
                    offset.failures,
                    failure);
        }

        /** One question for all organisations: there may be ten thousand, and each of them is at its end. */
        private void loadAll() {
            database.read(tx -> tx.query(
                            "select org, next_idx from ledger_follower where name = ?",
                            row -> Map.entry(new OrgId(row.text("org")), row.number("next_idx")),
                            follower.name()))
                    .forEach(kept -> {
                        Offset offset = new Offset();
                        offset.next = kept.getValue();
                        offsets.put(kept.getKey(), offset);
                    });
        }

        /** Not after every entry, and not when there was none: what only memory knows comes again after a kill. */
        private void save(boolean ending) {
            long now = System.nanoTime();
            if (!ending && savedAt != 0 && now - savedAt < TimeUnit.MILLISECONDS.toNanos(SAVE_MILLIS)) {
                return;
            }
            List<@org.jspecify.annotations.Nullable Object[]> rows = new ArrayList<>();
            offsets.forEach((org, offset) -> {
                if (offset.unsaved) {
                    rows.add(new Object[] {follower.name(), org.value(), offset.next, offset.failures, offset.error});
                }
            });
            if (rows.isEmpty()) {
                return;
            }
            database.change(tx -> tx.batch(
                    "insert into ledger_follower (name, org, next_idx, failures, last_error) values (?, ?, ?, ?, ?)"
                            + " on conflict (name, org) do update set next_idx = excluded.next_idx,"
                            + " failures = excluded.failures, last_error = excluded.last_error",
                    rows));
            offsets.values().forEach(offset -> offset.unsaved = false);
            savedAt = now;
        }

        private void saveAtTheEnd() {
            try {
                save(true);
            } catch (RuntimeException lost) {
                // At least once: the entries come again after the next start.
                LOG.warn("follower {} could not keep its offset: {}", follower.name(), lost.toString());
            }
        }

        private void pause() {
            try {
                Thread.sleep(FIRST_PAUSE_MILLIS);
            } catch (InterruptedException end) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
