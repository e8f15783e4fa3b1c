package dev.muster.ledger;

import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.tree.LogTrees;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes the heads of logs that grew, at most once a second each: partial tiles are files, and files cost. */
final class HeadPublisher implements AutoCloseable {
    private static final long INTERVAL_NANOS = 1_000_000_000L;
    private static final Logger LOG = LoggerFactory.getLogger(HeadPublisher.class);

    private final LogTrees trees;
    private final Heads heads;
    private final Runnable beat;
    private final Thread thread;
    private final Map<LogId, String> said = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** @param beat what else is done once a second */
    HeadPublisher(LogTrees trees, Heads heads, Runnable beat) {
        this.beat = beat;
        this.trees = trees;
        this.heads = heads;
        this.thread = Thread.ofPlatform().daemon().name("ledger-heads").unstarted(this::loop);
    }

    void start() {
        thread.start();
    }

    private void loop() {
        while (!closed) {
            LockSupport.parkNanos(INTERVAL_NANOS);
            publishAll();
            beatOnce();
        }
    }

    private void beatOnce() {
        try {
            beat.run();
        } catch (RuntimeException away) {
            LOG.debug("nothing was looked at this second: {}", away.toString());
        }
    }

    private void publishAll() {
        for (LogId log : trees.takeGrown()) {
            try {
                heads.publish(trees.tree(log));
            } catch (RuntimeException failed) {
                trees.putBack(log);
                // It is tried every second; the same reason is said once.
                if (!failed.toString().equals(said.put(log, failed.toString()))) {
                    LOG.warn("the head of {} was not published: {}", log, failed.toString());
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publishAll();
    }
}
