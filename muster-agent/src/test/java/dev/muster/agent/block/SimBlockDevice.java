package dev.muster.agent.block;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Storage with a volatile write cache. What was written since the last flush is pending, by sector; who listens sees each
 * stretch between two flushes and may make of it every disk that a cut in it could leave.
 */
final class SimBlockDevice implements BlockDevice {
    private final byte[] now;
    private final byte[] durable;
    private final List<Pending> pending = new ArrayList<>();
    private final Listener listener;

    /** A sector that was written and not flushed. */
    record Pending(int at, byte[] bytes) {}

    interface Listener {
        Listener NONE = (durable, pending) -> {};

        /** Power may fail here: any of the pending sectors may be there, whole or torn. Called before each flush. */
        void stretch(byte[] durable, List<Pending> pending);
    }

    SimBlockDevice(byte[] content, Listener listener) {
        this.now = content.clone();
        this.durable = content.clone();
        this.listener = listener;
    }

    byte[] content() {
        return durable.clone();
    }

    @Override
    public long bytes() {
        return now.length;
    }

    @Override
    public void read(long at, byte[] into, int from, int length) {
        System.arraycopy(now, (int) at, into, from, length);
    }

    @Override
    public void write(long at, byte[] bytes, int from, int length) {
        if (at % SECTOR != 0 || length % SECTOR != 0) {
            throw new IllegalArgumentException(length + " bytes at " + at);
        }
        for (int done = 0; done < length; done += SECTOR) {
            byte[] sector = Arrays.copyOfRange(bytes, from + done, from + done + SECTOR);
            int place = (int) at + done;
            // A sector that is there already cannot be lost.
            if (!Arrays.equals(sector, 0, SECTOR, now, place, place + SECTOR)) {
                pending.add(new Pending(place, sector));
                System.arraycopy(sector, 0, now, place, SECTOR);
            }
        }
    }

    @Override
    public void flush() {
        if (!pending.isEmpty()) {
            listener.stretch(durable, pending);
            pending.clear();
            System.arraycopy(now, 0, durable, 0, now.length);
        }
    }
}
