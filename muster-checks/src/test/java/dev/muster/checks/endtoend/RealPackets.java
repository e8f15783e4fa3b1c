package dev.muster.checks.endtoend;

import dev.muster.testing.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Connections that are really tried from network namespaces, and the programs that run in them.
 *
 * @param dir where their files are
 */
record RealPackets(Path dir) {
    static final Duration LONG = Duration.ofSeconds(60);

    /** A device's agent. */
    Peer agent(String namespace, String device, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "nsenter",
                "-t",
                namespace,
                "-n",
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.muster.cli.Main",
                "agent",
                "--quick",
                "--with-parent",
                "--root",
                dir.resolve("fleet").resolve(device).toString()));
        command.addAll(List.of(more));
        return Peer.start(dir, Map.of(), command);
    }

    /** A connection from there that is kept alive. */
    Peer flow(String namespace, String address, int port) throws IOException {
        return Peer.start(
                dir,
                Map.of(),
                List.of("nsenter", "-t", namespace, "-n", "python3", "flow.py", address, Integer.toString(port)));
    }

    static String alive(Peer flow) throws Exception {
        return flow.line("the flow", LONG, line -> line.equals("alive"));
    }

    /** Says how long it lived after the decision. */
    static String cut(Peer flow, long decided) throws Exception {
        String line = flow.line("the end of the flow", LONG, said -> said.startsWith("cut "));
        System.out.println(
                "from the decision to the last packet: " + (Long.parseLong(line.substring(4)) - decided) + " ms");
        return "cut";
    }

    static String open(String namespace, String address, int port) {
        try {
            return in(namespace, "timeout", "1", "bash", "-c", "</dev/tcp/" + address + "/" + port + " && echo yes")
                            .contains("yes")
                    ? "open"
                    : "shut";
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a program there. */
    static String in(String namespace, String... command) throws Exception {
        List<String> all = new ArrayList<>(List.of("nsenter", "-t", namespace, "-n"));
        all.addAll(List.of(command));
        return Peer.run(Path.of("."), LONG, all.toArray(String[]::new)).out();
    }

    /** Devices listen, too. */
    void serving(String... namespaces) throws IOException {
        for (String namespace : namespaces) {
            Peer serving = Peer.start(
                    dir,
                    Map.of(),
                    List.of(
                            "nsenter",
                            "-t",
                            namespace,
                            "-n",
                            "python3",
                            "-m",
                            "http.server",
                            "80",
                            "--bind",
                            "0.0.0.0"));
            Runtime.getRuntime().addShutdownHook(new Thread(serving::close));
        }
    }

    static void serve(String address, int port) throws IOException {
        ServerSocket ear = new ServerSocket(port, 50, InetAddress.ofLiteral(address));
        Thread.ofVirtual().start(() -> {
            while (true) {
                try {
                    Socket socket = ear.accept();
                    Thread.ofVirtual().start(() -> echo(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException gone) {
            // The other end is done.
        }
    }
}
