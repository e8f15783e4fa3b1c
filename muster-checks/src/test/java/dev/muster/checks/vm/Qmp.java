package dev.muster.checks.vm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What QEMU is asked to do to its machine (QEMU Machine Protocol): a line of JSON each, answers and events in between. */
final class Qmp implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final long PATIENCE_SECONDS = 60;

    private final SocketChannel socket;
    private final OutputStream out;
    private final BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
    private final List<String> events = new CopyOnWriteArrayList<>();

    Qmp(Path path) throws IOException {
        this.socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        socket.connect(UnixDomainSocketAddress.of(path));
        this.out = Channels.newOutputStream(socket);
        BufferedReader in = new BufferedReader(Channels.newReader(socket, StandardCharsets.UTF_8));
        Thread.ofPlatform().daemon().name("qmp").start(() -> read(in));
        ask("qmp_capabilities", Map.of());
    }

    private void read(BufferedReader in) {
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonNode one = JSON.readTree(line);
                if (one.has("event")) {
                    events.add(one.path("event").asString());
                } else if (one.has("return") || one.has("error")) {
                    answers.add(one);
                }
            }
        } catch (IOException ended) {
            events.add("(ended)");
        }
    }

    /** Does one thing. */
    void ask(String command, Map<String, ?> arguments) throws IOException {
        try {
            out.write((JSON.writeValueAsString(Map.of("execute", command, "arguments", arguments)) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            JsonNode answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (answer == null || answer.has("error")) {
                throw new IOException(command + ": " + answer);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command, e);
        }
    }

    /** What happened to the machine so far, such as {@code WATCHDOG} and {@code RESET}. */
    List<String> events() {
        return List.copyOf(events);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
