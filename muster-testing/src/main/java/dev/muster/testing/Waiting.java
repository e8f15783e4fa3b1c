package dev.muster.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Assertions;

/** Waiting for what another thread or process does, with an end. */
public final class Waiting {
    /** Often enough not to slow a test, seldom enough not to load a small machine. */
    private static final long LOOK_MILLIS = 50;

    private Waiting() {}

    /**
     * Waits until it is true.
     *
     * @param what for the failure: what was waited for
     */
    public static void until(String what, Duration longest, Callable<Boolean> condition) throws Exception {
        value(what, longest, () -> condition.call() ? Optional.of(true) : Optional.empty());
    }

    /**
     * Waits until there is a value.
     *
     * @param what for the failure: what was waited for
     */
    public static <T> T value(String what, Duration longest, Callable<Optional<T>> source) throws Exception {
        long end = System.nanoTime() + longest.toNanos();
        while (true) {
            Optional<T> found = source.call();
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                Assertions.fail("waited " + longest.toMillis() + " ms in vain for: " + what);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }
}
