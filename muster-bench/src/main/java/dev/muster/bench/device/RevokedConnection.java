package dev.muster.bench.device;

import dev.muster.guard.firewall.DeviceFirewall;
import dev.muster.guard.firewall.NftProgram;
import dev.muster.guard.linux.NetNamespace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** A connection over which a byte goes to and fro without a pause; how long after the revocation the last one comes. */
final class RevokedConnection {
    private static final int PORT = 7_777;
    private static final int ROUNDS = 40;
    private static final int WARM_UP = 5;

    /** After this long without a byte it is dead: forty times what a byte takes on a busy machine. */
    private static final int DEAD_MILLIS = 400;

    private static final String OPEN = "table inet muster\ndelete table inet muster\n";

    private RevokedConnection() {}

    /** Nanoseconds, one for each round. */
    static long[] measure(Path folder) throws Exception {
        long[] times = new long[ROUNDS];
        try (TwoNetworks networks = new TwoNetworks();
                NetNamespace device = networks.ofDevice();
                NetNamespace beside = networks.beside();
                ServerSocket listening =
                        beside.inside(() -> new ServerSocket(PORT, 8, InetAddress.getByName(TwoNetworks.THERE)))) {
            Thread.ofPlatform().daemon().start(() -> echo(listening));
            DeviceFirewall firewall = new DeviceFirewall(
                    device,
                    NftProgram.here().orElseThrow(() -> new IOException("there is no nft")),
                    folder.resolve("revoked.nft"),
                    "198.51.100.1:8444");
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                firewall.take(OPEN);
                long took = round(device, firewall);
                if (round >= 0) {
                    times[round] = took;
                }
            }
        }
        return times;
    }

    private static long round(NetNamespace device, DeviceFirewall firewall) throws Exception {
        try (Socket socket = device.inside(() -> new Socket(TwoNetworks.THERE, PORT))) {
            socket.setSoTimeout(DEAD_MILLIS);
            socket.setTcpNoDelay(true);
            AtomicLong last = new AtomicLong();
            Thread asks = Thread.ofPlatform().daemon().start(() -> ask(socket, last));
            for (int waited = 0; last.get() == 0 && waited < DEAD_MILLIS; waited++) {
                Thread.sleep(1);
            }
            Thread.sleep(10);
            if (last.get() == 0) {
                throw new IOException("nothing goes over the connection that is to be revoked");
            }
            long begin = System.nanoTime();
            firewall.close();
            asks.join();
            return Math.max(0, last.get() - begin);
        }
    }

    private static void ask(Socket socket, AtomicLong last) {
        try {
            while (true) {
                socket.getOutputStream().write(1);
                if (socket.getInputStream().read() < 0) {
                    return;
                }
                last.set(System.nanoTime());
            }
        } catch (SocketTimeoutException dead) {
            // What was waited for.
        } catch (IOException cut) {
            // Torn down by the kernel, which is as dead.
        }
    }

    private static void echo(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket one = listening.accept();
                Thread.ofVirtual().start(() -> {
                    try (one) {
                        one.setTcpNoDelay(true);
                        for (int b = one.getInputStream().read();
                                b >= 0;
                                b = one.getInputStream().read()) {
                            one.getOutputStream().write(b);
                        }
                    } catch (IOException cut) {
                        // Its other end was revoked; the next round has another.
                        return;
                    }
                });
            } catch (IOException closed) {
                return;
            }
        }
    }
}
