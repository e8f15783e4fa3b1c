package dev.muster.server.assurance;

import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets time alone change verdicts: asks the follower every second, on a thread of its own, until closed. */
public final class StalenessClock implements AutoCloseable {
    /** Evidence ages by hours; a second is what people notice on a page. */
    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(StalenessClock.class);

    private final AssuranceFollower follower;
    private final Thread thread;
    private volatile boolean closed;

    private StalenessClock(AssuranceFollower follower) {
        this.follower = follower;
        this.thread = Thread.ofPlatform().daemon().name("staleness").unstarted(this::loop);
    }

    /** Starts it. */
    public static StalenessClock start(AssuranceFollower follower) {
        StalenessClock clock = new StalenessClock(follower);
        clock.thread.start();
        return clock;
    }

    private void loop() {
        while (!closed) {
            LockSupport.parkNanos(INTERVAL_NANOS);
            try {
                follower.tick();
            } catch (RuntimeException failed) {
                LOG.warn("verdicts could not be brought up to date: {}", failed.toString());
            }
        }
    }

    /** Stops it; a judgement under way is finished first. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
