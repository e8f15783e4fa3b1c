package dev.muster.server.http;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * What one kind of caller has of the server: exchanges under way, handlers that run, bytes in memory. Nobody can take what
 * is another kind's. Thread-safe; nothing is waited for.
 */
final class Share {
    private final int exchangesMax;
    private final int exchangesEach;
    private final int handlersMax;
    private final long bytesMax;
    private final Executor pool;

    private final Map<String, Integer> exchanges = new HashMap<>();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int exchangesNow;
    private int handlersNow;
    private long bytesNow;

    Share(int exchangesMax, int exchangesEach, int handlersMax, long bytesMax, Executor pool) {
        this.exchangesMax = exchangesMax;
        this.exchangesEach = exchangesEach;
        this.handlersMax = handlersMax;
        this.bytesMax = bytesMax;
        this.pool = pool;
    }

    /** @param whose one certificate, person or network; false when it or all have as many under way as they may */
    synchronized boolean begin(String whose) {
        int its = exchanges.getOrDefault(whose, 0);
        if (exchangesNow >= exchangesMax || its >= exchangesEach) {
            return false;
        }
        exchanges.put(whose, its + 1);
        exchangesNow++;
        return true;
    }

    synchronized void end(String whose) {
        exchangesNow--;
        exchanges.computeIfPresent(whose, (who, its) -> its == 1 ? null : its - 1);
    }

    /** False when too much is in memory for this kind of caller already. */
    synchronized boolean hold(long bytes) {
        if (bytesNow + bytes > bytesMax) {
            return false;
        }
        bytesNow += bytes;
        return true;
    }

    synchronized void release(long bytes) {
        bytesNow -= bytes;
    }

    /** Runs it here and now when a handler of this kind may run, else when another one ends. At most one a exchange waits. */
    void run(Runnable handler) {
        synchronized (this) {
            if (handlersNow >= handlersMax) {
                waiting.add(handler);
                return;
            }
            handlersNow++;
        }
        runCounted(handler);
    }

    private void runCounted(Runnable handler) {
        try {
            handler.run();
        } finally {
            Runnable next;
            synchronized (this) {
                next = waiting.poll();
                if (next == null) {
                    handlersNow--;
                }
            }
            if (next != null) {
                pool.execute(() -> runCounted(next));
            }
        }
    }
}
