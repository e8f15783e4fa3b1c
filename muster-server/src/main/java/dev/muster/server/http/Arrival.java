package dev.muster.server.http;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;

/**
 * Gathers a request's body as it comes, on whichever thread has the next part, and holds none meanwhile. What it takes into
 * memory is on its {@link Share}'s account until {@link #release}.
 */
final class Arrival implements Runnable {
    /**
     * What is read of a body that was refused already, and dropped: a client that is still sending does not look for the
     * answer, and over HTTP/2 would never see it.
     */
    static final long DROPPED_BYTES_MAX = 16L << 20;

    private final org.eclipse.jetty.server.Request engine;
    private final long bytesMax;
    private final Share share;
    private final Patience patience;
    private final HttpLimits limits;
    private final Consumer<byte[]> complete;
    private final Consumer<RuntimeException> failed;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(0);
    private Patience.@org.jspecify.annotations.Nullable Wait wait;
    private long began;
    private boolean released;
    private @org.jspecify.annotations.Nullable RuntimeException refused;
    private long dropped;

    /**
     * @param bytesMax one byte more is a {@link Refused} 413
     * @param complete given the whole body, on a thread that may block
     * @param failed given why there is none; called instead of {@code complete}
     */
    Arrival(
            org.eclipse.jetty.server.Request engine,
            long bytesMax,
            Share share,
            Patience patience,
            HttpLimits limits,
            Consumer<byte[]> complete,
            Consumer<RuntimeException> failed) {
        this.engine = engine;
        this.bytesMax = bytesMax;
        this.share = share;
        this.patience = patience;
        this.limits = limits;
        this.complete = complete;
        this.failed = failed;
    }

    void begin() {
        if (engine.getLength() > bytesMax) {
            refused = LimitedStream.tooLarge(bytesMax);
        }
        began = System.nanoTime();
        run();
    }

    /** Refuses whatever comes, once it has come. */
    void beginRefusing(RuntimeException why) {
        refused = why;
        began = System.nanoTime();
        run();
    }

    @Override
    public void run() {
        while (!isReleased()) {
            Content.Chunk chunk = engine.read();
            if (chunk == null) {
                awaitMore();
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                end(() -> failed.accept(gone(chunk.getFailure())));
                return;
            }
            boolean last = chunk.isLast();
            take(chunk);
            chunk.release();
            RuntimeException no = refused;
            if (no != null && (last || dropped > DROPPED_BYTES_MAX)) {
                end(() -> failed.accept(no));
                return;
            }
            if (last) {
                end(() -> complete.accept(gathered.toByteArray()));
                return;
            }
        }
    }

    private synchronized boolean isReleased() {
        return released;
    }

    private synchronized void take(Content.Chunk chunk) {
        int n = chunk.remaining();
        if (refused == null && gathered.size() + (long) n > bytesMax) {
            refused = LimitedStream.tooLarge(bytesMax);
        }
        if (refused == null && (released || !share.hold(n))) {
            refused = Problem.of(503, "busy", "Too much is being received at once.")
                    .refuse("retry-after", "1");
        }
        if (refused != null) {
            dropped += n;
            return;
        }
        byte[] bytes = new byte[n];
        chunk.get(bytes, 0, n);
        gathered.writeBytes(bytes);
    }

    private void awaitMore() {
        long until = began + limits.nanosFor(gathered.size() + dropped);
        if (wait == null) {
            wait = patience.await(
                    until - System.nanoTime(),
                    () -> failed.accept(Problem.of(408, "too-slow", "The body came too slowly.")
                            .refuse()));
        } else {
            wait.until(until);
        }
        engine.demand(this);
    }

    /** Once: either the body is there, or it failed, or it was late and somebody has been told. */
    private void end(Runnable told) {
        if (wait == null || patience.over(wait)) {
            told.run();
        }
    }

    private static RuntimeException gone(Throwable failure) {
        return new java.io.UncheckedIOException(
                failure instanceof java.io.IOException io ? io : new java.io.IOException(failure));
    }

    /** What was gathered is no longer needed. */
    synchronized void release() {
        if (!released) {
            released = true;
            share.release(gathered.size());
        }
    }
}
