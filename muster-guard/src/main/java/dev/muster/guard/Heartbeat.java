package dev.muster.guard;

import dev.muster.guard.integrity.Watchdog;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Whether the thread that acts on violations still takes up work. */
final class Heartbeat implements Watchdog.SelfCheck {
    /** Stopping workloads may take some seconds. */
    private static final Duration LATEST = Duration.ofSeconds(15);

    private final Executor acting;
    private volatile long asked = System.nanoTime();
    private volatile boolean answered = true;

    Heartbeat(Executor acting) {
        this.acting = acting;
    }

    @Override
    public Optional<String> fault() {
        try {
            if (answered) {
                answered = false;
                asked = System.nanoTime();
                acting.execute(() -> answered = true);
            }
        } catch (RejectedExecutionException ending) {
            return Optional.empty();
        }
        return System.nanoTime() - asked < LATEST.toNanos()
                ? Optional.empty()
                : Optional.of("nobody acts on what goes wrong");
    }
}
