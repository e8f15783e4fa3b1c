package dev.muster.server.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what takes too long: one look a second over everything that waits for its peer, and no thread for each. */
final class Patience implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
    private static final long LOOK_MILLIS = 1_000;

    /** Something that waits for its peer. */
    static final class Wait {
        private final AtomicBoolean over = new AtomicBoolean();
        private final Runnable late;
        private volatile long until;

        private Wait(long until, Runnable late) {
            this.until = until;
            this.late = late;
        }

        /** The peer did something: it has until then from now on. */
        void until(long nanoTime) {
            until = nanoTime;
        }
    }

    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("http-patience").factory());

    Patience() {
        var _ = clock.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** @param late run once, on a thread of ours and quickly, when nobody said {@link #over} in time */
    Wait await(long nanos, Runnable late) {
        Wait wait = new Wait(System.nanoTime() + nanos, late);
        waits.add(wait);
        return wait;
    }

    /** True for the one who ends it; false when it was late already. */
    boolean over(Wait wait) {
        waits.remove(wait);
        return wait.over.compareAndSet(false, true);
    }

    private void look() {
        long now = System.nanoTime();
        for (Wait wait : waits) {
            if (wait.until - now < 0 && over(wait)) {
                try {
                    wait.late.run();
                } catch (RuntimeException e) {
                    LOG.warn("could not end what was late", e);
                }
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
