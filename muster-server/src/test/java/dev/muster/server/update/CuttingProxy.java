package dev.muster.server.update;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A wire between a client and a server that breaks once it has carried so many bytes to the client in one connection. */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger cutsLeft;
    private final AtomicInteger cuts = new AtomicInteger();
    private final long after;
    private final int server;

    /** @param most how often it breaks */
    CuttingProxy(int server, long after, int most) throws IOException {
        this.server = server;
        this.after = after;
        this.cutsLeft = new AtomicInteger(most);
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    int cuts() {
        return cuts.get();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(client);
                sockets.add(far);
                Thread.ofVirtual().start(() -> carry(client, far, Long.MAX_VALUE));
                Thread.ofVirtual().start(() -> carry(far, client, after));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void carry(Socket from, Socket to, long most) {
        byte[] buffer = new byte[8192];
        long carried = 0;
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int read;
            while ((read = in.read(buffer)) >= 0) {
                out.write(buffer, 0, read);
                carried += read;
                if (carried > most && cutsLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    cuts.incrementAndGet();
                    return;
                }
            }
        } catch (IOException broken) {
            // The other side closed.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
