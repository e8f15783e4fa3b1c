package dev.muster.server.scrapi;

import dev.muster.core.ledger.Acting;
import dev.muster.ledger.statements.Registration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Registrations that run while their callers poll, and for a while those that failed. */
final class PendingRegistrations {
    /** More than wait at once; then callers are told to come back. */
    static final int MAX = 10_000;

    private final ExecutorService threads;
    private final Map<String, CompletableFuture<Registration>> running = new LinkedHashMap<>();

    /** @param threads run registrations; virtual threads will do */
    PendingRegistrations(ExecutorService threads) {
        this.threads = threads;
    }

    /**
     * Starts a registration, or finds the one that runs, and waits a while for it.
     *
     * @return empty when it still runs
     */
    Optional<Registration> run(String name, Supplier<Registration> work, long waitMillis) {
        CompletableFuture<Registration> future;
        synchronized (running) {
            future = running.get(name);
            if (future == null || future.isDone()) {
                forgetOldest();
                future = CompletableFuture.supplyAsync(Acting.carried(work), threads);
                running.put(name, future);
            }
        }
        Optional<Registration> answer = await(future, waitMillis);
        if (answer.isPresent() && waitMillis > 0) {
            synchronized (running) {
                running.remove(name, future);
            }
        }
        return answer;
    }

    /** What runs, or ran unseen, under this name. */
    Optional<CompletableFuture<Registration>> find(String name) {
        synchronized (running) {
            return Optional.ofNullable(running.get(name));
        }
    }

    private void forgetOldest() {
        var entries = running.entrySet().iterator();
        while (running.size() >= MAX && entries.hasNext()) {
            if (entries.next().getValue().isDone()) {
                entries.remove();
            }
        }
        if (running.size() >= MAX) {
            throw new IllegalStateException(MAX + " registrations are running");
        }
    }

    private static Optional<Registration> await(CompletableFuture<Registration> future, long millis) {
        try {
            return Optional.of(future.get(millis, TimeUnit.MILLISECONDS));
        } catch (TimeoutException running) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        }
    }

    /** Why one that ended is not registered, in words. */
    static String failure(CompletableFuture<Registration> done) {
        if (done.isCompletedExceptionally()) {
            return "The statement could not be registered; send it again.";
        }
        return done.join() instanceof Registration.Refused refused
                ? refused.reason().code() + ": " + refused.detail()
                : "The statement was registered just now; ask again.";
    }
}
