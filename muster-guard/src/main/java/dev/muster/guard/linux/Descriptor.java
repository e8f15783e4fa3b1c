package dev.muster.guard.linux;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A descriptor that one thread reads and another closes. The kernel gives the number of a closed one to the next file that is
 * opened, so it is closed only when no thread is in the kernel with it: else that file's bytes would be read in its place, or an
 * answer be written into it. Thread-safe.
 */
final class Descriptor implements AutoCloseable {
    /** Also how long closing waits for the reader. */
    private static final long WAIT_MILLIS = 200;

    private final int number;
    private final ReadWriteLock uses = new ReentrantReadWriteLock();

    /** Whoever reads again and again leaves then. */
    private volatile boolean closing;

    private boolean closed;

    /** @param number of one that does not block */
    Descriptor(int number) {
        this.number = number;
    }

    /** A use of the number. */
    interface Use<T> {
        T of(int number) throws IOException;
    }

    /** @throws IOException when it is closed, or the kernel says no */
    <T> T use(Use<T> use) throws IOException {
        Lock shared = uses.readLock();
        shared.lock();
        try {
            if (closing) {
                throw new IOException("it is closed");
            }
            return use.of(number);
        } finally {
            shared.unlock();
        }
    }

    /** Reads what there is within a moment; 0 when there is nothing. */
    int read(MemorySegment into) throws IOException {
        return use(open -> Kernel.read(open, WAIT_MILLIS, into));
    }

    boolean closed() {
        return closing;
    }

    /** Once; waits for those who use it. */
    @Override
    public void close() {
        closing = true;
        Lock alone = uses.writeLock();
        alone.lock();
        try {
            if (!closed) {
                closed = true;
                Kernel.close(number);
            }
        } finally {
            alone.unlock();
        }
    }
}
