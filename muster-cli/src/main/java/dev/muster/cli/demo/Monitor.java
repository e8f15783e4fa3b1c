package dev.muster.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/**
 * The operator's monitoring, played: a listener of syslog on this machine that counts who speaks to it and keeps nothing. The
 * server does not know that it is played; it delivers as it would elsewhere.
 */
final class Monitor implements AutoCloseable {
    private static final int BACKLOG = 16;
    private static final int READ_MILLIS_MOST = 10_000;

    private final ServerSocket socket;
    private final AtomicInteger heard = new AtomicInteger();

    private Monitor(ServerSocket socket) {
        this.socket = socket;
    }

    /** On any free port of the loopback interface. */
    static Monitor start() throws IOException {
        Monitor monitor = new Monitor(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().name("demo-monitor").start(monitor::loop);
        return monitor;
    }

    /** As a subscription names it. */
    String target() {
        return "tcp://" + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    /** How many deliveries there were. */
    int heard() {
        return heard.get();
    }

    private void loop() {
        while (!socket.isClosed()) {
            try (Socket caller = socket.accept()) {
                caller.setSoTimeout(READ_MILLIS_MOST);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8));
                if (lines.readLine() != null) {
                    heard.incrementAndGet();
                }
            } catch (IOException gone) {
                // Whoever hung up speaks again; when this is closed the loop ends.
                LoggerFactory.getLogger(Monitor.class).debug("not heard: {}", gone.getMessage());
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
