package dev.muster.server.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body that has to come at a certain pace: a peer that is slower loses its connection, which ends the read. */
final class PacedStream extends FilterInputStream {
    private static final int DROPPED_AT_ONCE = 8 * 1024;

    private final Patience patience;
    private final HttpLimits limits;
    private final Patience.Wait wait;
    private final long began = System.nanoTime();
    private long taken;

    PacedStream(InputStream in, Patience patience, HttpLimits limits, Exchange exchange) {
        super(in);
        this.patience = patience;
        this.limits = limits;
        this.wait = patience.await(limits.nanosFor(0), exchange::cut);
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        came(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = super.read(into, offset, length);
        came(Math.max(0, n));
        return n;
    }

    private void came(int n) {
        taken += n;
        wait.until(began + limits.nanosFor(taken));
    }

    /** What was not wanted is read and dropped, so that the answer is seen: see {@link Arrival#DROPPED_BYTES_MAX}. */
    @Override
    public void close() throws IOException {
        byte[] dropped = new byte[DROPPED_AT_ONCE];
        try {
            long left = Arrival.DROPPED_BYTES_MAX;
            for (int n = read(dropped); n >= 0 && left > 0; n = read(dropped)) {
                left -= n;
            }
        } catch (IOException gone) {
            // Nobody waits for an answer.
        } finally {
            patience.over(wait);
            super.close();
        }
    }
}
