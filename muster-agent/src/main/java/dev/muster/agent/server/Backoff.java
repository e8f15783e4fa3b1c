package dev.muster.agent.server;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying a server again: exponential, with full jitter, so that a fleet that lost its server
 * does not come back in one wave. Not thread-safe.
 */
public final class Backoff {

    private final Duration first;
    private final Duration most;
    private final RandomGenerator random;
    private int failures;

    /**
     * @param first upper bound of the first wait
     * @param most upper bound of every wait
     */
    public Backoff(Duration first, Duration most, RandomGenerator random) {
        this.first = first;
        this.most = most;
        this.random = random;
    }

    /** Another attempt failed. Returns how long to wait: between half and all of the current bound. */
    public Duration failed() {
        // 2^20 times the first bound is beyond any cap; the shift must not overflow on a server that is away for days.
        long bound = first.toMillis() << Math.min(failures, 20);
        failures++;
        long capped = Math.min(bound, most.toMillis());
        return Duration.ofMillis(capped / 2 + random.nextLong(capped / 2 + 1));
    }

    /** An attempt succeeded; the next failure starts small again. */
    public void succeeded() {
        failures = 0;
    }
}
