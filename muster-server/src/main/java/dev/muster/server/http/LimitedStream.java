package dev.muster.server.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Refuses with 413 as soon as one byte too many is read: a length header may be absent or a lie. */
final class LimitedStream extends FilterInputStream {
    private final long maxBytes;
    private long left;

    LimitedStream(InputStream in, long maxBytes) {
        super(in);
        this.maxBytes = maxBytes;
        this.left = maxBytes;
    }

    static Refused tooLarge(long maxBytes) {
        return Problem.of(413, "body-too-large", "The body is larger than " + maxBytes + " bytes.")
                .refuse();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = super.read(into, offset, length);
        if (n > 0) {
            left -= n;
            if (left < 0) {
                throw tooLarge(maxBytes);
            }
        }
        return n;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = 0;
        while (skipped < n && read() >= 0) {
            skipped++;
        }
        return skipped;
    }
}
