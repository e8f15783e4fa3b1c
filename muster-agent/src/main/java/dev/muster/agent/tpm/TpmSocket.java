package dev.muster.agent.tpm;

import dev.muster.format.attest.tpm.command.TpmResponse;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** The server socket of a software TPM (swtpm): commands and answers one after another, each as long as its header says. */
final class TpmSocket implements TpmTransport {
    static final int PORT_MAX = 65_535;

    private final SocketChannel channel;

    private TpmSocket(SocketChannel channel) {
        this.channel = channel;
    }

    static TpmSocket unix(Path path) throws IOException {
        return connected(SocketChannel.open(StandardProtocolFamily.UNIX), UnixDomainSocketAddress.of(path));
    }

    static TpmSocket loopback(int port) throws IOException {
        return connected(SocketChannel.open(), new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static TpmSocket connected(SocketChannel channel, SocketAddress address) throws IOException {
        try {
            channel.connect(address);
            return new TpmSocket(channel);
        } catch (IOException away) {
            channel.close();
            throw away;
        }
    }

    @Override
    public byte[] exchange(byte[] command) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(command);
        while (out.hasRemaining()) {
            channel.write(out);
        }
        byte[] header = read(TpmResponse.HEADER_BYTES);
        byte[] rest = read(TpmResponse.size(header) - header.length);
        return ByteBuffer.allocate(header.length + rest.length)
                .put(header)
                .put(rest)
                .array();
    }

    private byte[] read(int length) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(length);
        while (in.hasRemaining()) {
            if (channel.read(in) < 0) {
                throw new EOFException("the TPM closed the connection");
            }
        }
        return in.array();
    }

    @Override
    public boolean wantsStartup() {
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
