package dev.muster.server.console;

import dev.muster.core.ledger.OrgId;
import dev.muster.server.http.EventStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Pages that are open in browsers wait here for news. News is only the index of the newest entry: a page that is told
 * asks for itself again, so that slow readers cost nothing and miss nothing.
 */
public final class OpenPages implements AutoCloseable {
    /** Proxies close connections that are silent for a minute. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Map<OrgId, Long> newest = new HashMap<>();
    private int open;
    private boolean closed;

    void changed(OrgId org, long index) {
        lock.lock();
        try {
            newest.merge(org, index, Math::max);
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Writes to one page until it goes away or the server stops. */
    void tell(OrgId org, EventStream stream) {
        count(1);
        try {
            tellUntilGone(org, stream);
        } finally {
            count(-1);
        }
    }

    private void count(int more) {
        lock.lock();
        try {
            open += more;
        } finally {
            lock.unlock();
        }
    }

    /** How many pages are open now. */
    int open() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    private void tellUntilGone(OrgId org, EventStream stream) {
        long told = newest(org);
        if (!stream.send(Long.toString(told), "hello", Long.toString(told))) {
            return;
        }
        while (true) {
            long now = awaitMore(org, told);
            if (now < 0) {
                return;
            }
            boolean open =
                    now > told ? stream.send(Long.toString(now), "changed", Long.toString(now)) : stream.heartbeat();
            if (!open) {
                return;
            }
            told = now;
        }
    }

    private long newest(OrgId org) {
        lock.lock();
        try {
            return newest.getOrDefault(org, 0L);
        } finally {
            lock.unlock();
        }
    }

    /** The newest index after waiting for it to pass {@code told} or for the heartbeat; negative once closed. */
    private long awaitMore(OrgId org, long told) {
        lock.lock();
        try {
            long left = HEARTBEAT.toNanos();
            while (!closed && newest.getOrDefault(org, 0L) <= told && left > 0) {
                left = news.awaitNanos(left);
            }
            return closed ? -1 : newest.getOrDefault(org, 0L);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        } finally {
            lock.unlock();
        }
    }

    /** Lets every waiting page go. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
