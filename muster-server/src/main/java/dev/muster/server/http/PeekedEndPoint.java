package dev.muster.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * A connection that can be asked whether the peer has hung up while nobody reads from it. The end of a stream stands behind
 * what the peer sent before, so that is taken in and given to whoever reads next.
 */
final class PeekedEndPoint extends SocketChannelEndPoint {
    /** A next request or the words with which TLS ends; who sends more is there. */
    private static final int EARLY_BYTES_MAX = 2_048;

    private final Executor pool;
    private final Object reading = new Object();
    private ByteBuffer early = BufferUtil.EMPTY_BUFFER;

    PeekedEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler, Executor pool) {
        super(channel, selector, key, scheduler);
        this.pool = pool;
    }

    /** Whether the peer sends nothing any more, ever. Never waits. */
    boolean hungUp() {
        synchronized (reading) {
            if (!isOpen() || isInputShutdown()) {
                return true;
            }
            // Whoever waits to read hears of it without us.
            if (getFillInterest().isInterested() || early.remaining() >= EARLY_BYTES_MAX) {
                return false;
            }
            ByteBuffer more = ByteBuffer.allocate(EARLY_BYTES_MAX);
            try {
                int read = getChannel().read(more);
                if (read > 0) {
                    ByteBuffer both = ByteBuffer.allocate(early.remaining() + read);
                    early = both.put(early).put(more.flip()).flip();
                }
                return read < 0;
            } catch (IOException broken) {
                return true;
            }
        }
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        synchronized (reading) {
            if (early.hasRemaining()) {
                notIdle();
                return BufferUtil.append(buffer, early);
            }
            return super.fill(buffer);
        }
    }

    /** What was taken in early makes no selector wake. */
    @Override
    protected void needsFillInterest() {
        boolean there;
        synchronized (reading) {
            there = early.hasRemaining();
        }
        if (there) {
            pool.execute(() -> getFillInterest().fillable());
        } else {
            super.needsFillInterest();
        }
    }
}
