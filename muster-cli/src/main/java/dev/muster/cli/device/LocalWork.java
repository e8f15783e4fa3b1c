package dev.muster.cli.device;

import dev.muster.format.devices.maintenance.Call;
import dev.muster.format.devices.maintenance.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A person's side of a session of local maintenance: one call after the other over the agent's socket. */
public final class LocalWork implements Workplace {
    private final SocketChannel channel;

    private LocalWork(SocketChannel channel) {
        this.channel = channel;
    }

    /** @param socket of the device's agent */
    public static LocalWork connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return new LocalWork(channel);
    }

    @Override
    public Reply ask(Call call) throws IOException {
        byte[] bytes = call.encode();
        ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + bytes.length);
        out.putInt(bytes.length).put(bytes).flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        int length = fill(Integer.BYTES).getInt();
        if (length < 0 || length > Call.MAX_BYTES) {
            throw new IOException("an answer of " + length + " bytes");
        }
        return Reply.parse(fill(length).array());
    }

    private ByteBuffer fill(int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the agent has ended the session");
            }
        }
        return buffer.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
