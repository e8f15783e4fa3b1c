package dev.muster.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/** Puts an answer on the wire piece by piece, as fast as the peer takes it, and holds no thread meanwhile. */
final class Departure extends IteratingCallback {
    /** Two TLS records: what a peer has to take within {@link HttpLimits#nanosFor}. */
    private static final int PIECE_BYTES = 32 * 1024;

    /** Where the pieces come from. */
    interface Pieces extends AutoCloseable {
        /** Bytes in all. */
        long length();

        /** @param into filled with the next bytes, as many as it has room for */
        void next(ByteBuffer into) throws IOException;

        @Override
        void close() throws IOException;
    }

    private final org.eclipse.jetty.server.Response engine;
    private final Exchange exchange;
    private final Pieces pieces;
    private long left;
    private boolean lastWritten;
    private Patience.@Nullable Wait wait;

    Departure(org.eclipse.jetty.server.Response engine, Exchange exchange, Pieces pieces) {
        this.engine = engine;
        this.exchange = exchange;
        this.pieces = pieces;
        this.left = pieces.length();
    }

    @Override
    protected Action process() throws IOException {
        exchange.peerDid(wait);
        if (lastWritten) {
            return Action.SUCCEEDED;
        }
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, left));
        if (piece.hasRemaining()) {
            pieces.next(piece);
            piece.flip();
        }
        left -= piece.remaining();
        lastWritten = left == 0;
        wait = exchange.awaitPeer(piece.remaining());
        engine.write(lastWritten, piece, this);
        return Action.SCHEDULED;
    }

    @Override
    protected void onCompleted(@Nullable Throwable failure) {
        exchange.peerDid(wait);
        try {
            pieces.close();
        } catch (IOException e) {
            // Nothing was written to it, so nothing is lost.
        }
        exchange.finish(failure);
    }

    /** An answer that is in memory. */
    static Pieces of(byte[] bytes) {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        return new Pieces() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public void next(ByteBuffer into) {
                int n = into.remaining();
                into.put(all.slice(all.position(), n));
                all.position(all.position() + n);
            }

            @Override
            public void close() {}
        };
    }
}
