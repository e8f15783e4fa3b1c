package dev.muster.agent.block;

import java.io.IOException;

/**
 * Storage in sectors: a partition, a loop device, a file. A port, so that tests can cut the power at any sector.
 *
 * <p>What it must promise is little: after {@link #flush} returned, everything written before is kept. Of what was written
 * since, a power cut may keep any part: any sectors, in any order, each whole or torn anywhere.
 */
public interface BlockDevice {
    /** Bytes of a sector: what storage of the last forty years can be asked to write at least. */
    int SECTOR = 512;

    long bytes();

    /** Reads what was written last, flushed or not. */
    void read(long at, byte[] into, int from, int length) throws IOException;

    /**
     * Writes whole sectors.
     *
     * @param at a multiple of {@link #SECTOR}, as is {@code length}
     */
    void write(long at, byte[] bytes, int from, int length) throws IOException;

    void flush() throws IOException;

    /** The number of bytes in whole sectors that hold so many. */
    static long sectors(long bytes) {
        return (bytes + SECTOR - 1) / SECTOR * SECTOR;
    }
}
