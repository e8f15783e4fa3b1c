package dev.muster.server.devices;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.OrgId;
import dev.muster.server.ledger.Follower;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Polls that wait for an order, woken by the entry that issues it. Each is a virtual thread that holds no lock and no
 * connection to the database while it waits.
 */
public final class OrderWaiters implements Follower {

    /** A waiting poll costs about 10 KiB with its TLS connection's share; the rest poll without waiting. */
    static final int MAX_WAITERS = 20_000;

    private static final String ORDER_ISSUED = "devices.order-issued";

    private record Key(OrgId org, DeviceId device) {}

    private final Map<Key, CountDownLatch> latches = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean stopping;

    @Override
    public String name() {
        return "order-waiters";
    }

    @Override
    public void accept(OrgId org, List<Entry> entries) {
        for (Entry entry : entries) {
            if (entry.type().equals(ORDER_ISSUED)
                    && DeviceId.isDeviceId(entry.subject().id())) {
                wake(new Key(org, DeviceId.of(entry.subject())));
            }
        }
    }

    private void wake(Key key) {
        CountDownLatch latch = latches.remove(key);
        if (latch != null) {
            latch.countDown();
        }
    }

    /** Wakes everyone: the server stops. */
    public void stop() {
        stopping = true;
        latches.keySet().forEach(this::wake);
    }

    /**
     * Asks {@code look} until it finds something or the time is over, and in between waits for orders to the device.
     *
     * @return what was found last, possibly nothing
     */
    <T> List<T> await(OrgId org, DeviceId device, Duration patience, Supplier<List<T>> look) {
        long until = System.nanoTime() + patience.toNanos();
        Key key = new Key(org, device);
        while (true) {
            // Registered before looking: an order that comes between the look and the wait finds the latch.
            CountDownLatch latch = latches.computeIfAbsent(key, _ -> new CountDownLatch(1));
            List<T> found = look.get();
            long left = until - System.nanoTime();
            if (!found.isEmpty() || left <= 0 || stopping) {
                return found;
            }
            if (!waitFor(latch, left)) {
                return look.get();
            }
        }
    }

    /** False when it was not woken. */
    private boolean waitFor(CountDownLatch latch, long nanos) {
        if (waiting.incrementAndGet() > MAX_WAITERS) {
            waiting.decrementAndGet();
            return false;
        }
        try {
            return latch.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            waiting.decrementAndGet();
        }
    }
}
