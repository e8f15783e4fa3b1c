package dev.muster.checks.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** One broker and controller in one process, from the jars on the class path. */
final class Broker implements AutoCloseable {
    private final Path directory;
    private final int port;
    private Process process;

    private Broker(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    static Broker start(Path directory) throws Exception {
        int port = freePort();
        int controller = freePort();
        Files.writeString(
                directory.resolve("server.properties"),
                String.join(
                        "\n",
                        "process.roles=broker,controller",
                        "node.id=1",
                        "controller.quorum.voters=1@127.0.0.1:" + controller,
                        "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller,
                        "advertised.listeners=PLAINTEXT://127.0.0.1:" + port,
                        "controller.listener.names=CONTROLLER",
                        "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
                        "log.dirs=" + directory.resolve("logs"),
                        "num.partitions=3",
                        "offsets.topic.replication.factor=1",
                        "transaction.state.log.replication.factor=1",
                        "transaction.state.log.min.isr=1",
                        ""));
        Broker broker = new Broker(directory, port);
        Process format = broker.java(
                "kafka.tools.StorageTool",
                "format",
                "-t",
                "4L6g3nShT-eMCtK--X86sw",
                "-c",
                directory.resolve("server.properties").toString());
        if (!format.waitFor(60, TimeUnit.SECONDS) || format.exitValue() != 0) {
            throw new IllegalStateException("the broker's storage was not formatted: " + broker.log());
        }
        broker.run();
        return broker;
    }

    Map<String, Object> settings() {
        return Map.of("bootstrap.servers", "127.0.0.1:" + port);
    }

    /** Starts the process and waits until it answers. */
    void run() throws Exception {
        process = java("kafka.Kafka", directory.resolve("server.properties").toString());
        try (Admin admin = Admin.create(settings())) {
            for (int i = 0; i < 60; i++) {
                try {
                    if (!admin.describeCluster()
                            .nodes()
                            .get(2, TimeUnit.SECONDS)
                            .isEmpty()) {
                        return;
                    }
                } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException notYet) {
                    if (!process.isAlive()) {
                        break;
                    }
                }
            }
        }
        throw new IllegalStateException("the broker did not start: " + log());
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(30, TimeUnit.SECONDS);
    }

    private Process java(String main, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main));
        command.addAll(List.of(args));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("broker.log").toFile()))
                .start();
    }

    private String log() throws IOException {
        String all = Files.readString(directory.resolve("broker.log"));
        return all.substring(Math.max(0, all.length() - 4000));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
