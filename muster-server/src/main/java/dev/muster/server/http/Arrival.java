package dev.muster.server.http;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;

/**
 * Gathers a request's body as it comes, on whichever thread has the next part, and holds none meanwhile. What it takes into
 * memory is on its {@link Share}'s account until {@link #release}.
 */
final class Arrival implements Runnable {
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
            failed.accept(LimitedStream.tooLarge(bytesMax));
            return;
        }
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
            RuntimeException refused = take(chunk);
            chunk.release();
            if (refused != null) {
                end(() -> failed.accept(refused));
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

    private synchronized @org.jspecify.annotations.Nullable RuntimeException take(Content.Chunk chunk) {
        int n = chunk.remaining();
        if (gathered.size() + (long) n > bytesMax) {
            return LimitedStream.tooLarge(bytesMax);
        }
        if (released || !share.hold(n)) {
            return Problem.of(503, "busy", "Too much is being received at once.")
                    .refuse();
        }
        byte[] bytes = new byte[n];
        chunk.get(bytes, 0, n);
        gathered.writeBytes(bytes);
        return null;
    }

    private void awaitMore() {
        long until = began + limits.nanosFor(gathered.size());
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
