package dev.muster.server.drills;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Connections of one caller that says nothing, as attackers hold them: every thread that waits for one is lost. */
final class Crowd implements AutoCloseable {
    /** Of this machine too, and not the address of the one who asks beside it: what one address may have is bounded. */
    private static final byte[] ELSEWHERE = {127, 0, 0, 2};

    private static final int MILLIS = 2_000;

    private final List<Socket> sockets = new ArrayList<>();

    private Crowd() {}

    /** @throws IOException when not one of them gets through: nothing was tried then */
    static Crowd at(int port, int most) throws IOException {
        Crowd crowd = new Crowd();
        try {
            for (int i = 0; i < most && crowd.join(port); i++) {
                // Until the listener takes no more of this address, which is one way to hold out.
            }
            if (crowd.sockets.isEmpty()) {
                throw new IOException("nobody gets through");
            }
            return crowd;
        } catch (IOException | RuntimeException failed) {
            crowd.close();
            throw failed;
        }
    }

    private boolean join(int port) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(ELSEWHERE), 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MILLIS);
            return true;
        } catch (IOException refused) {
            sockets.remove(socket);
            socket.close();
            return false;
        }
    }

    int size() {
        return sockets.size();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
