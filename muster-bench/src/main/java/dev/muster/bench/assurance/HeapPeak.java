package dev.muster.bench.assurance;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;

/** How much heap was in use at most beside what was there at the beginning, by looking often. */
final class HeapPeak implements AutoCloseable {
    private static final long LOOK_MILLIS = 20;
    private static final long MB = 1024 * 1024;

    private final Thread looking;
    private volatile boolean ended;
    private volatile long begin;
    private volatile long most;

    HeapPeak() {
        anew();
        looking = Thread.ofPlatform().daemon().name("heap-peak").start(this::look);
    }

    /** From here on. */
    void anew() {
        System.gc();
        begin = live();
        most = begin;
    }

    /** MB above the beginning, garbage that was not collected yet left out where a collection told. */
    long more() {
        return Math.max(0, most - begin) / MB;
    }

    /** After the last collection: what is used in between is mostly garbage, as much as the heap allows. */
    private static long live() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .filter(pool -> pool.getCollectionUsage() != null)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
    }

    private void look() {
        while (!ended) {
            most = Math.max(most, live());
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        ended = true;
        looking.interrupt();
    }
}
