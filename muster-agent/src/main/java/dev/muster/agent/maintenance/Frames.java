package dev.muster.agent.maintenance;

import dev.muster.format.devices.maintenance.MaintenanceException;
import dev.muster.format.devices.maintenance.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Calls and replies on a socket, each behind its length in four bytes. */
final class Frames implements AutoCloseable {
    private final SocketChannel channel;

    Frames(SocketChannel channel) {
        this.channel = channel;
    }

    byte[] read(int most) throws IOException {
        int length = fill(ByteBuffer.allocate(Integer.BYTES)).getInt();
        if (length < 0 || length > most) {
            throw new MaintenanceException("a call of " + length + " bytes", "/", -1);
        }
        return fill(ByteBuffer.allocate(length)).array();
    }

    private ByteBuffer fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the other side is gone");
            }
        }
        return buffer.flip();
    }

    void write(Reply reply) throws IOException {
        write(reply.encode());
    }

    void write(byte[] bytes) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + bytes.length);
        out.putInt(bytes.length).put(bytes).flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
