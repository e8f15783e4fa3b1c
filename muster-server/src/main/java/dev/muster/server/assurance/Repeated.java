package dev.muster.server.assurance;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that is done again and again, on a thread of its own, until closed. What fails is told and comes again. */
final class Repeated implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Repeated.class);

    private final Duration pause;
    private final Consumer<BooleanSupplier> work;
    private final Thread thread;
    private volatile boolean closed;

    private Repeated(String name, Duration pause, Consumer<BooleanSupplier> work) {
        this.pause = pause;
        this.work = work;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::loop);
    }

    /** @param work is told how to ask whether it may go on: long work ends when it may not */
    static Repeated start(String name, Duration pause, Consumer<BooleanSupplier> work) {
        Repeated repeated = new Repeated(name, pause, work);
        repeated.thread.start();
        return repeated;
    }

    private void loop() {
        while (!closed) {
            LockSupport.parkNanos(pause.toNanos());
            try {
                work.accept(() -> !closed);
            } catch (RuntimeException failed) {
                LOG.warn("{} failed and will be tried again: {}", thread.getName(), failed.toString());
            }
        }
    }

    /** Stops it; what is under way is finished first. */
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
