package dev.muster.agent.block;

import dev.muster.agent.state.Slot;
import dev.muster.format.update.suit.SuitDigest;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;

/** Writes one area from its beginning, or from a checkpoint, hashing what goes by. Not thread-safe. */
final class AreaWriter {
    private final BlockDevice device;
    private final Journal journal;
    private final Pace pace;
    private final int area;
    private final long start;
    private final long room;
    private final byte[] base;
    private final MessageDigest hash;
    private final byte[] chunk;
    private long written;
    private int filled;
    private long checkpointed;

    /**
     * How much is written at a time.
     *
     * @param chunkBytes of one write, whole sectors
     * @param checkpointBytes what a power cut may cost at most
     */
    record Pace(int chunkBytes, long checkpointBytes) {
        /** Large enough for the disk, small enough for the device; two mebibytes are a second of a slow line. */
        static final Pace STANDARD = new Pace(64 * 1024, 2L * 1024 * 1024);
    }

    AreaWriter(
            BlockDevice device,
            Journal journal,
            Pace pace,
            Geometry geometry,
            Slot slot,
            int area,
            SuitDigest.Algorithm algorithm,
            byte[] base) {
        this.device = device;
        this.journal = journal;
        this.pace = pace;
        this.area = area;
        this.start = geometry.offset(slot, area);
        this.room = geometry.areas().get(area).bytes();
        this.base = base;
        this.hash = algorithm.start();
        this.chunk = new byte[pace.chunkBytes()];
    }

    /** Continues after what an earlier run left: its bytes are read again, so that what is hashed is what is there. */
    void resume(long out) throws IOException {
        for (long at = 0; at < out; at += chunk.length) {
            int length = (int) Math.min(chunk.length, out - at);
            device.read(start + at, chunk, 0, length);
            hash.update(chunk, 0, length);
        }
        written = out;
        checkpointed = out;
    }

    void write(byte[] bytes, int from, int length) throws IOException {
        if (written + filled + length > room) {
            throw new IOException("the image is longer than its area, which has " + room + " bytes");
        }
        hash.update(bytes, from, length);
        int at = from;
        int end = from + length;
        while (at < end) {
            int taken = Math.min(chunk.length - filled, end - at);
            System.arraycopy(bytes, at, chunk, filled, taken);
            filled += taken;
            at += taken;
            if (filled == chunk.length) {
                put(filled);
            }
        }
    }

    private void put(int length) throws IOException {
        device.write(start + written, chunk, 0, length);
        written += length;
        filled = 0;
    }

    /**
     * Everything so far came from so much of the payload: a place to continue from, if it is time for one.
     *
     * @param in bytes of the payload
     */
    void reached(long in) throws IOException {
        if (filled == 0 && written - checkpointed >= pace.checkpointBytes() && journal.hasRoomForCheckpoints()) {
            journal.append(new JournalEntry.Checkpoint(area, written, in, base));
            checkpointed = written;
        }
    }

    long bytes() {
        return written + filled;
    }

    /** Writes what is left, the last sector filled with zeros. Returns the digest of everything. */
    byte[] finish() throws IOException {
        if (filled > 0) {
            int sectors = (int) BlockDevice.sectors(filled);
            Arrays.fill(chunk, filled, sectors, (byte) 0);
            device.write(start + written, chunk, 0, sectors);
            written += filled;
            filled = 0;
        }
        return hash.digest();
    }
}
