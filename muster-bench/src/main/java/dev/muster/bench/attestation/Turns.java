package dev.muster.bench.attestation;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.concurrent.Callable;

/** Two kinds of work by turns, by the processor time of the measuring thread: neighbours disturb both alike. */
final class Turns {
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 40;

    private Turns() {}

    /** Microseconds of processor for one call of each, the middle of all rounds. */
    static double[] of(Callable<Boolean> one, Callable<Boolean> other, int warmUp, int turn) throws Exception {
        nanos(one, warmUp);
        nanos(other, warmUp);
        double[] first = new double[ROUNDS];
        double[] second = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            first[round] = nanos(one, turn) / 1e3 / turn;
            second[round] = nanos(other, turn) / 1e3 / turn;
        }
        Arrays.sort(first);
        Arrays.sort(second);
        return new double[] {first[ROUNDS / 2], second[ROUNDS / 2]};
    }

    /**
     * Microseconds of processor that one call of a hundred needs at least, of each kind, by turns: the middle of all turns, so
     * that a neighbour's moment is nobody's.
     */
    static double[] p99(Callable<Boolean> one, Callable<Boolean> other, int calls) throws Exception {
        nanos(one, calls);
        nanos(other, calls);
        double[] first = new double[ROUNDS];
        double[] second = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            first[round] = p99(one, calls);
            second[round] = p99(other, calls);
        }
        Arrays.sort(first);
        Arrays.sort(second);
        return new double[] {first[ROUNDS / 2], second[ROUNDS / 2]};
    }

    private static double p99(Callable<Boolean> work, int calls) throws Exception {
        double[] each = new double[calls];
        for (int i = 0; i < calls; i++) {
            each[i] = nanos(work, 1) / 1e3;
        }
        Arrays.sort(each);
        return each[calls * 99 / 100];
    }

    static long nanos(Callable<Boolean> work, int times) throws Exception {
        long start = THREAD.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            if (!work.call()) {
                throw new IllegalStateException("it does not hold");
            }
        }
        return THREAD.getCurrentThreadCpuTime() - start;
    }
}
