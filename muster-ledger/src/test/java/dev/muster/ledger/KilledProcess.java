package dev.muster.ledger;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Starts {@link AppendUntilKilled} and kills it. Thousands of starts: the class path is packed into jars once, its classes
 * are kept linked (JEP 514), SQLite's library lies unpacked, and what is slow to load and not needed stays out: the JDK's
 * own crypto providers sign the same.
 */
final class KilledProcess {
    /** The other modules are folders or, once they are packaged, archives. */
    private static final List<String> NEEDED =
            List.of("muster-format", "muster-core", "sqlite-jdbc", "postgresql-4", "HikariCP", "slf4j-api");

    private static final String SQLITE = "libsqlitejdbc.so";
    private static final int WAIT_SECONDS = 60;
    private static final int TRAINING_MILLIS = 1500;

    private final Path directory;
    private final String classPath;
    private final Path cache;
    private final Path temporary;

    /** @param directory of its own, for jars, the class cache and what the killed leave behind */
    KilledProcess(Path directory) throws IOException {
        this.directory = directory;
        this.classPath = packed(directory);
        this.cache = directory.resolve("classes.aot");
        this.temporary = Files.createDirectory(directory.resolve("tmp"));
        try (InputStream library =
                KilledProcess.class.getResourceAsStream("/org/sqlite/native/Linux/x86_64/" + SQLITE)) {
            if (library != null && System.getProperty("os.arch").equals("amd64")) {
                Files.copy(library, directory.resolve(SQLITE));
            }
        }
    }

    /** From when the time to the kill counts. */
    enum After {
        START,
        READY,
        RECEIPT
    }

    /** When to kill. */
    record Moment(After after, int millis) {}

    /**
     * What was left.
     *
     * @param lines what it said
     * @param readyMillis how long its start took; -1 when it did not get so far
     */
    record Killed(List<String> lines, Doing.Last doing, long readyMillis) {}

    /** Lets it run once to its end, to keep its classes. */
    void train(String url, Path data, long first) throws Exception {
        Process process = start(url, data, first, List.of("-XX:AOTCacheOutput=" + cache));
        Reader reader = new Reader(process);
        assertReady(reader);
        Thread.sleep(TRAINING_MILLIS);
        process.destroy();
        process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS);
        reader.lines();
    }

    Killed kill(String url, Path data, long first, Moment moment) throws Exception {
        Path doing = directory.resolve("doing");
        Files.deleteIfExists(doing);
        long began = System.nanoTime();
        Process process = start(url, data, first, Files.exists(cache) ? List.of("-XX:AOTCache=" + cache) : List.of());
        Reader reader = new Reader(process);
        long readyMillis = -1;
        if (moment.after() != After.START) {
            assertReady(reader);
            readyMillis = (System.nanoTime() - began) / 1_000_000;
        }
        if (moment.after() == After.RECEIPT && !reader.receipt.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it gave no receipt: " + errors());
        }
        Thread.sleep(moment.millis());
        if (!process.isAlive()) {
            throw new AssertionError("it ended by itself: " + errors());
        }
        process.destroyForcibly();
        if (!process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it lives on");
        }
        Killed left = new Killed(reader.lines(), Doing.last(doing), readyMillis);
        clean();
        return left;
    }

    private Process start(String url, Path data, long first, List<String> classes) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m"));
        command.addAll(classes);
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + temporary,
                "-Dorg.sqlite.lib.path=" + (Files.exists(directory.resolve(SQLITE)) ? directory : ""),
                "-Dorg.sqlite.lib.name=" + SQLITE,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                AppendUntilKilled.class.getName(),
                url,
                data.toString(),
                Long.toString(first),
                directory.resolve("doing").toString()));
        return new ProcessBuilder(command)
                .redirectError(directory.resolve("errors").toFile())
                .start();
    }

    private void assertReady(Reader reader) throws Exception {
        if (!reader.ready.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it did not start: " + errors());
        }
    }

    private String errors() throws IOException {
        return Files.readString(directory.resolve("errors"));
    }

    /** Native libraries that were unpacked and could not be removed. */
    private void clean() throws IOException {
        try (Stream<Path> left = Files.walk(temporary)) {
            for (Path file : left.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(temporary)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static String packed(Path directory) {
        List<String> parts = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!part.isEmpty() && Files.isDirectory(Path.of(part))) {
                String jar =
                        directory.resolve("classes-" + parts.size() + ".jar").toString();
                int status = ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(System.out, System.err, "--create", "--file", jar, "-C", part, ".");
                if (status != 0) {
                    throw new IllegalStateException("jar: " + status);
                }
                parts.add(jar);
            } else if (part.endsWith(".jar")
                    && Files.exists(Path.of(part))
                    && NEEDED.stream().anyMatch(new File(part).getName()::startsWith)) {
                parts.add(part);
            }
        }
        return String.join(File.pathSeparator, parts);
    }

    private static final class Reader {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final CountDownLatch ready = new CountDownLatch(1);
        private final CountDownLatch receipt = new CountDownLatch(1);
        private final Thread thread;

        Reader(Process process) {
            this.thread = Thread.ofPlatform().start(() -> read(process));
        }

        private void read(Process process) {
            List<String> all = new ArrayList<>();
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.equals("READY")) {
                        ready.countDown();
                    } else if (line.endsWith(" .")) {
                        all.add(line); // without its end it was cut off by the kill
                        if (line.startsWith("S ")) {
                            receipt.countDown();
                        }
                    }
                }
            } catch (IOException killed) {
                // The pipe ends with the process; what came before it counts.
            }
            lines.addAll(all);
        }

        List<String> lines() throws InterruptedException {
            thread.join();
            return lines;
        }
    }
}
