package dev.muster.server.devices;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sequence.Follower;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Polls that wait for an order, woken by the entry that issues it. A waiting poll is a small object: it holds no thread, no
 * lock and no connection to the database.
 */
public final class OrderWaiters implements Follower {

    /** A waiting poll costs about 1 KiB here and its TLS connection in the engine; the rest poll without waiting. */
    static final int MAX_WAITERS = 100_000;

    /** An order to a whole fleet wakes thousands at once; each then asks the database, and this many do so together. */
    private static final int LOOKING_THREADS = 4;

    private static final String ORDER_ISSUED = "devices.order-issued";

    private record Key(OrgId org, DeviceId device) {}

    private final Map<Key, Set<Waiter<?>>> waiters = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final ScheduledThreadPoolExecutor clock;
    private final ExecutorService looking;
    private volatile boolean stopping;

    public OrderWaiters() {
        this.looking = Executors.newFixedThreadPool(
                LOOKING_THREADS,
                Thread.ofPlatform().daemon().name("order-look-", 0).factory());
        this.clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("order-time").factory());
        this.clock.setRemoveOnCancelPolicy(true);
    }

    @Override
    public String name() {
        return "order-waiters";
    }

    @Override
    public void accept(OrgId org, List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.type().equals(ORDER_ISSUED)
                    && DeviceId.isDeviceId(entry.subject().id())) {
                waiters.getOrDefault(new Key(org, DeviceId.of(entry.subject())), Set.of())
                        .forEach(this::wake);
            }
        }
    }

    /** Answers everyone with what there is: the server stops. */
    public void stop() {
        stopping = true;
        waiters.values().forEach(all -> all.forEach(this::wake));
        clock.shutdownNow();
        looking.shutdown();
    }

    /** How many polls wait now. */
    int waiting() {
        return waiting.get();
    }

    /**
     * Asks {@code look} until it finds something or the time is over, and in between waits for orders to the device. The
     * first look is made here; later ones, and what depends on the answer, on other threads.
     *
     * @return what was found last, possibly nothing; fails as {@code look} failed
     */
    <T> CompletionStage<List<T>> await(OrgId org, DeviceId device, Duration patience, Supplier<List<T>> look) {
        Waiter<T> waiter = new Waiter<>(new Key(org, device), look);
        // Registered before looking: an order that comes between the look and the wait finds the waiter.
        boolean mayWait = !patience.isZero() && !stopping && register(waiter);
        List<T> found;
        try {
            found = look.get();
        } catch (RuntimeException e) {
            waiter.fail(e);
            return waiter.answer;
        }
        if (!mayWait || !found.isEmpty() || stopping) {
            waiter.end(found);
            return waiter.answer;
        }
        try {
            waiter.timed(clock.schedule(waiter::late, patience.toNanos(), TimeUnit.NANOSECONDS));
        } catch (RejectedExecutionException e) {
            waiter.end(found);
        }
        return waiter.answer;
    }

    private boolean register(Waiter<?> waiter) {
        if (waiting.incrementAndGet() > MAX_WAITERS) {
            waiting.decrementAndGet();
            return false;
        }
        waiter.registered = true;
        waiters.compute(waiter.key, (_, all) -> {
            Set<Waiter<?>> set = all == null ? ConcurrentHashMap.newKeySet(1) : all;
            set.add(waiter);
            return set;
        });
        return true;
    }

    private void forget(Waiter<?> waiter) {
        waiting.decrementAndGet();
        waiters.computeIfPresent(waiter.key, (_, all) -> {
            all.remove(waiter);
            return all.isEmpty() ? null : all;
        });
    }

    private void wake(Waiter<?> waiter) {
        try {
            looking.execute(waiter::again);
        } catch (RejectedExecutionException e) {
            waiter.end(List.of());
        }
    }

    /** One poll. Identity is its equality: a device may poll twice. */
    private final class Waiter<T> {
        private final Key key;
        private final Supplier<List<T>> look;
        private final CompletableFuture<List<T>> answer = new CompletableFuture<>();
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile boolean registered;
        private volatile @Nullable Future<?> timer;

        Waiter(Key key, Supplier<List<T>> look) {
            this.key = key;
            this.look = look;
        }

        void again() {
            try {
                List<T> found = look.get();
                if (!found.isEmpty() || stopping) {
                    end(found);
                }
            } catch (RuntimeException e) {
                fail(e);
            }
        }

        /** The time is over. What an order would have changed was looked at when it came. */
        void late() {
            end(List.of());
        }

        void timed(Future<?> scheduled) {
            timer = scheduled;
            if (over.get()) {
                scheduled.cancel(false);
            }
        }

        void end(List<T> found) {
            if (over()) {
                answer.complete(found);
            }
        }

        void fail(RuntimeException e) {
            if (over()) {
                answer.completeExceptionally(e);
            }
        }

        /** True for the first to end it. Who has the answer no longer counts as waiting, so this comes before it. */
        private boolean over() {
            if (!over.compareAndSet(false, true)) {
                return false;
            }
            Future<?> scheduled = timer;
            if (scheduled != null) {
                scheduled.cancel(false);
            }
            if (registered) {
                forget(this);
            }
            return true;
        }
    }
}
