package dev.muster.server.http;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Looks whether a caller is still there while an answer is being found: over HTTP/2 the engine hears of it, over HTTP/1.1
 * nobody reads from the connection meanwhile, so it is looked at every second.
 */
final class Watch implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Holding holding;
    private final Connections.Connected connected;
    private final Endings.Ending ending;
    private volatile boolean closed;
    private volatile Patience.Wait wait;

    /** @param engine of which the engine says when it fails */
    Watch(
            Holding holding,
            Connections.Connected connected,
            org.eclipse.jetty.server.Request engine,
            Endings.Ending ending) {
        this.holding = holding;
        this.connected = connected;
        this.ending = ending;
        engine.addFailureListener(failure -> gone());
        wait = holding.patience().await(LOOK_NANOS, this::look);
    }

    private void look() {
        if (closed) {
            return;
        }
        if (connected.hungUp()) {
            gone();
            return;
        }
        wait = holding.patience().await(LOOK_NANOS, this::look);
        if (closed) {
            holding.patience().over(wait);
        }
    }

    private void gone() {
        if (!closed) {
            try {
                holding.pool().execute(ending::end);
            } catch (RejectedExecutionException stopping) {
                ending.end();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        holding.patience().over(wait);
    }
}
