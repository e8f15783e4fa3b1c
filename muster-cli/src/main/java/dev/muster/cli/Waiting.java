package dev.muster.cli;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time while a server works at one request and can say nothing until it is done: every few seconds what it does and for
 * how long already, where a person waits. How long it still takes, nobody here knows.
 */
public final class Waiting implements AutoCloseable {
    private final Screen screen;
    private final String what;
    private final Thread thread;

    /** @param what the server does, as a sentence without its end */
    public Waiting(Screen screen, String what) {
        this(screen, what, Progress.EVERY);
    }

    Waiting(Screen screen, String what, Duration every) {
        this.screen = screen;
        this.what = what;
        this.thread = Thread.ofVirtual()
                .unstarted(() -> screen.watch().ifPresent(watch -> tell(watch, watch.getAsLong(), every)));
        thread.start();
    }

    private void tell(LongSupplier watch, long begun, Duration every) {
        try {
            while (true) {
                Thread.sleep(every);
                screen.progress(what + ", for " + Progress.words(Duration.ofNanos(watch.getAsLong() - begun)));
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over();
    }

    /** It is done: nothing is said any more. May be called twice. */
    public void over() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException asked) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
