package dev.muster.checks.endtoend;

import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The whole server in this process, by a clock of the test's, on ports that stay the same over a restart. */
public final class ServerHere implements AutoCloseable {
    private final Path data;
    private final InstantSource clock;
    private final Map<String, String> settings;
    private final int console = freePort();
    private final int device = freePort();
    private @Nullable MusterServer running;

    ServerHere(Path data, InstantSource clock) throws IOException {
        this(data, clock, Map.of());
    }

    /** With more settings than ports and organisation. */
    public ServerHere(Path data, InstantSource clock, Map<String, String> settings) throws IOException {
        this.data = data;
        this.clock = clock;
        this.settings = settings;
    }

    public URI deviceDoors() {
        return URI.create("https://localhost:" + device);
    }

    public void start() {
        Map<String, String> flags = new HashMap<>(settings);
        flags.put("http.console-port", Integer.toString(console));
        flags.put("http.device-port", Integer.toString(device));
        flags.put("access.organisation", "demo");
        running = MusterServer.start(ServerConfig.load(data, flags, Map.of()), clock, new SecureRandom());
    }

    void stop() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    @Override
    public void close() {
        stop();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
