package dev.muster.agent.block;

import java.io.IOException;

/**
 * Counts how often this device was confirmed to run something newer, where an older copy of its disk cannot reach. It is
 * advanced last: a disk that is one ahead of it was cut in between, a disk that is behind it is an old one.
 */
public interface RollbackCounter {
    long read() throws IOException;

    /** Adds one. */
    void advance() throws IOException;

    /** For devices without such a counter: the disk is believed. Then nothing notices an old copy of the whole disk. */
    static RollbackCounter none() {
        return new RollbackCounter() {
            @Override
            public long read() {
                return -1;
            }

            @Override
            public void advance() {}
        };
    }
}
