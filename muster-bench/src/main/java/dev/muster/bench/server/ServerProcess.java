package dev.muster.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server of some build, as a process of its own over a fresh data directory, with its limits on callers lifted. */
public final class ServerProcess implements AutoCloseable {
    private static final double TICKS_PER_SECOND = 100;
    private static final long START_SECONDS_MAX = 120;
    private static final int UTIME = 11;
    private static final String HEAP = "1g";

    /** A device that says everything at once is what is measured here. */
    public static final List<String> NO_QUOTAS = List.of(
            "quota.device-entries=1000000000",
            "quota.device-megabytes=1000000",
            "quota.organisation-entries=1000000000",
            "quota.organisation-megabytes=1000000");

    private final Process process;
    private final Path data;
    private double startSeconds;

    private ServerProcess(Process process, Path data) {
        this.process = process;
        this.data = data;
    }

    /** @param more settings that builds before them refuse as unknown */
    public static ServerProcess start(String classPath, Path data, List<String> more)
            throws IOException, InterruptedException {
        return start(classPath, data, HEAP, more);
    }

    /** @param heap how much it may take, as the JVM's option has it */
    public static ServerProcess start(String classPath, Path data, String heap, List<String> more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-Xmx" + heap,
                // compilers that come and go would take their processor time with them out of what is read
                "-XX:-UseDynamicNumberOfCompilerThreads",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                "dev.muster.server.Main",
                "--data",
                data.toString(),
                "http.console-port=0",
                "http.device-port=0",
                "http.requests-per-second=1000000",
                "http.burst=1000000"));
        command.addAll(more);
        Files.createDirectories(data);
        // of a server before this one
        Files.deleteIfExists(data.resolve("server.json"));
        Process process = new ProcessBuilder(command)
                .redirectOutput(data.resolve("out.txt").toFile())
                .redirectError(data.resolve("err.txt").toFile())
                .start();
        long begun = System.nanoTime();
        ServerProcess server = new ServerProcess(process, data);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
        while (!Files.exists(data.resolve("server.json"))) {
            if (!process.isAlive() || System.nanoTime() - end > 0) {
                server.close();
                throw new IOException("the server did not start: " + Files.readString(data.resolve("err.txt")));
            }
            Thread.sleep(100);
        }
        server.startSeconds = (System.nanoTime() - begun) / 1e9;
        return server;
    }

    /** From the start of the process until it listened, by the clock. */
    public double startSeconds() {
        return startSeconds;
    }

    /** The class path of a built checkout: its own classes, then the libraries of this one. */
    public static String classPath(Path checkout) throws IOException {
        try (Stream<Path> modules = Files.list(checkout)) {
            List<String> parts = new ArrayList<>(modules.map(module -> module.resolve("target/classes"))
                    .filter(Files::isDirectory)
                    .map(Path::toString)
                    .sorted()
                    .toList());
            if (parts.isEmpty()) {
                throw new IOException(checkout + " is not built: no target/classes in it");
            }
            for (String part : System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
                if (part.endsWith(".jar")
                        && !Path.of(part).getFileName().toString().startsWith("muster-")) {
                    parts.add(part);
                }
            }
            return String.join(java.io.File.pathSeparator, parts);
        }
    }

    public Path data() {
        return data;
    }

    /** Seconds of processor that this server has used. */
    public double processorSeconds() throws IOException {
        return seconds(Path.of("/proc", Long.toString(process.pid()), "stat"));
    }

    /** Those of them that went into compiling methods: a server that has run for an hour has none of these. */
    public double compilerSeconds() throws IOException {
        double sum = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (Path thread : threads.toList()) {
                if (isCompiler(thread)) {
                    sum += seconds(thread.resolve("stat"));
                }
            }
        }
        return sum;
    }

    private static boolean isCompiler(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("comm")).matches("(?s)C[12] Compiler.*");
        } catch (NoSuchFileException ended) {
            return false;
        }
    }

    private static double seconds(Path stat) throws IOException {
        String line = Files.readString(stat);
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) / TICKS_PER_SECOND;
    }

    /** Bytes of memory that this server holds: all of its process (VmRSS). */
    public long residentBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        throw new IOException("no VmRSS");
    }

    /** Asks the server to collect its garbage, so that what it holds is what it needs; it is asked again a moment later. */
    public void collectGarbage() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        for (int time = 0; time < 2; time++) {
            new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.run")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(10, TimeUnit.SECONDS);
            Thread.sleep(500);
        }
    }

    /** Bytes that this server holds on disk. */
    public long bytesHeld() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += size(file);
            }
            return sum;
        }
    }

    /** Partial tiles are replaced all the time. */
    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException replaced) {
            return 0;
        }
    }

    /** Ends it as a service manager does; how long that took. */
    public double stop() throws InterruptedException {
        long from = System.nanoTime();
        process.destroy();
        process.waitFor(60, TimeUnit.SECONDS);
        return (System.nanoTime() - from) / 1e9;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
