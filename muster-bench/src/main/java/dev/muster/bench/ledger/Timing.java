package dev.muster.bench.ledger;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Wall clock and processor time. On a machine that others use only the second says something about the code: the first
 * also counts waiting for a processor.
 */
final class Timing {
    private static final double NANOS = 1e9;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Timing() {}

    /**
     * How fast something went.
     *
     * @param count operations
     * @param seconds wall clock
     * @param processorSeconds of the whole process: the database's threads, compiling and collecting included
     */
    record Rate(long count, double seconds, double processorSeconds) {
        double perSecond() {
            return count / seconds;
        }

        /** What one core that does nothing else would do. */
        double perProcessorSecond() {
            return count / processorSeconds;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%,10.0f /s, %,10.0f for each second of processor", perSecond(), perProcessorSecond());
        }
    }

    /** Runs the work once. */
    static Rate once(long count, Runnable work) {
        long wall = System.nanoTime();
        long processor = PROCESS.getProcessCpuTime();
        work.run();
        return new Rate(
                count,
                (System.nanoTime() - wall) / NANOS,
                Math.max(1, PROCESS.getProcessCpuTime() - processor) / NANOS);
    }

    /** Runs the work for 0 to count, shared by this many threads of the platform. */
    static Rate shared(int count, int threads, IntConsumer work) {
        return shared(count, threads, Executors.newFixedThreadPool(threads), work);
    }

    /** The same on virtual threads: as many wait as one likes, as many work as there are processors. */
    static Rate sharedByMany(int count, int threads, IntConsumer work) {
        return shared(count, threads, Executors.newVirtualThreadPerTaskExecutor(), work);
    }

    private static Rate shared(int count, int threads, ExecutorService executor, IntConsumer work) {
        AtomicInteger next = new AtomicInteger();
        return once(count, () -> {
            List<Future<?>> workers = new ArrayList<>();
            try (ExecutorService pool = executor) {
                for (int t = 0; t < threads; t++) {
                    workers.add(pool.submit(() -> {
                        for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                            work.accept(i);
                        }
                    }));
                }
            }
            workers.forEach(Future::resultNow); // a worker that failed fails the measurement
        });
    }

    /** Runs the work again and again on this thread: percentiles of wall clock and of this thread's processor time. */
    static String each(int times, Runnable work) {
        long[] wall = new long[times];
        long[] processor = new long[times];
        for (int i = 0; i < times; i++) {
            long cpu = THREADS.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            work.run();
            wall[i] = System.nanoTime() - start;
            processor[i] = THREADS.getCurrentThreadCpuTime() - cpu;
        }
        return percentiles(wall) + "; of processor " + percentiles(processor);
    }

    static String percentiles(long[] nanos) {
        Arrays.sort(nanos);
        return String.format(
                Locale.ROOT,
                "p50 %.2f ms, p99 %.2f ms",
                nanos[nanos.length / 2] / 1e6,
                nanos[(int) (nanos.length * 0.99)] / 1e6);
    }
}
