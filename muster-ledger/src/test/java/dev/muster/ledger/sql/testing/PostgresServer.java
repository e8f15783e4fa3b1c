package dev.muster.ledger.sql.testing;

import dev.muster.testing.TestFolders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real PostgreSQL from the embedded binaries, one a test run. It refuses to run as root, so root runs it as
 * {@code nobody}. It lives no longer than this JVM: a shell waits for the end of its standard input and stops it.
 */
public final class PostgresServer {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final String RELEASE = "18.6.0";
    private static final int START_SECONDS = 60;

    private static final class Holder {
        static final PostgresServer SHARED = start();
    }

    private final int port;

    private PostgresServer(int port) {
        this.port = port;
    }

    public static PostgresServer shared() {
        return Holder.SHARED;
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=muster";
    }

    /** Creates an empty schema and answers the URL of a database that sees only it. */
    public String newSchema(String name) {
        try (Connection connection = DriverManager.getConnection(url());
                var statement = connection.createStatement()) {
            statement.execute("create schema " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return url() + "&currentSchema=" + name;
    }

    private static PostgresServer start() {
        try {
            Path home = unpack();
            Path work = worldReadable(Files.createTempDirectory("muster-postgres-"));
            Path data = work.resolve("data");
            Files.createDirectory(data);
            if (root()) {
                run(List.of("chown", "nobody", data.toString()));
            }
            run(asNobody(
                    home.resolve("bin/initdb") + " -D " + data + " -U muster -A trust -E UTF8 --no-locale --no-sync"));
            int port = freePort();
            String server = home.resolve("bin/postgres") + " -D " + data + " -p " + port
                    + " -h 127.0.0.1 -k '' -c fsync=off -c max_connections=200";
            Process process = new ProcessBuilder(
                            asNobody(server + " & P=$!; cat >/dev/null; kill -INT $P; wait $P; rm -rf " + data))
                    .redirectErrorStream(true)
                    .redirectOutput(work.resolve("postgres.log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, work)));
            PostgresServer started = new PostgresServer(port);
            started.awaitReady(process, work.resolve("postgres.log"));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** At this process's end, and before its folder goes; when the process is killed instead, the shell does most of it. */
    private static void stop(Process process, Path work) {
        try {
            process.getOutputStream().close();
            process.waitFor(START_SECONDS, TimeUnit.SECONDS);
        } catch (IOException alreadyGone) {
            // Then there is nothing to wait for.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        TestFolders.delete(work);
    }

    private void awaitReady(Process process, Path log) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (true) {
            try (Connection connection = DriverManager.getConnection(url())) {
                if (connection.isValid(1)) {
                    return;
                }
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException("PostgreSQL did not start: " + Files.readString(log), e);
                }
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /** Unpacked once a machine and user; the rename makes two test runs at once harmless. */
    private static Path unpack() throws IOException {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path home = temporary.resolve("muster-postgres-binaries-" + RELEASE + "-" + System.getProperty("user.name"));
        if (Files.isDirectory(home)) {
            return home;
        }
        Path fresh = worldReadable(Files.createTempDirectory("muster-postgres-unpack-"));
        Path archive = fresh.resolve("postgres.txz");
        try (InputStream in = PostgresServer.class.getResourceAsStream(ARCHIVE)) {
            if (in == null) {
                throw new IllegalStateException("the embedded PostgreSQL is not on the class path");
            }
            Files.copy(in, archive);
        }
        run(List.of("tar", "-xJf", archive.toString(), "-C", fresh.toString()));
        Files.delete(archive);
        try {
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
        return home;
    }

    private static Path worldReadable(Path directory) throws IOException {
        return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static boolean root() {
        return System.getProperty("user.name").equals("root");
    }

    private static List<String> asNobody(String command) {
        List<String> words = new ArrayList<>();
        if (root()) {
            words.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        words.addAll(List.of("sh", "-c", command));
        return words;
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
