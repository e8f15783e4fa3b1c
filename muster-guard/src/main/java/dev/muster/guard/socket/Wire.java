package dev.muster.guard.socket;

import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.RecordCodec;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** Questions and answers on a socket. */
final class Wire {
    /** A manifest or a ruleset, and a little. */
    static final int BYTES_MAX = 4 * 1024 * 1024;

    private Wire() {}

    static <T> void send(SocketChannel to, Class<T> type, T value) throws IOException {
        byte[] bytes = RecordCodec.of(type).encode(value);
        ByteBuffer all = ByteBuffer.allocate(Integer.BYTES + bytes.length);
        all.putInt(bytes.length).put(bytes).flip();
        while (all.hasRemaining()) {
            to.write(all);
        }
    }

    /**
     * The next one; empty when the other side ended.
     *
     * @throws IOException when it is cut short, too long or none
     */
    static <T> Optional<T> receive(SocketChannel from, Class<T> type) throws IOException {
        ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
        if (!fill(from, length)) {
            return Optional.empty();
        }
        int bytes = length.flip().getInt();
        if (bytes < 0 || bytes > BYTES_MAX) {
            throw new IOException("longer than " + BYTES_MAX + " bytes");
        }
        ByteBuffer body = ByteBuffer.allocate(bytes);
        if (!fill(from, body) && bytes > 0) {
            throw new EOFException("cut short");
        }
        try {
            return Optional.of(RecordCodec.of(type).decode(body.array()));
        } catch (CborException e) {
            throw new IOException(e.reason() + " at " + e.path(), e);
        }
    }

    private static boolean fill(SocketChannel from, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (from.read(into) < 0) {
                if (into.position() > 0) {
                    throw new EOFException("cut short");
                }
                return false;
            }
        }
        return true;
    }
}
