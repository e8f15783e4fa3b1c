package dev.muster.bench.hostile;

import dev.muster.cli.api.ApiClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The server under attack, in a process of its own. */
final class Target implements AutoCloseable {
    private static final long KIBIBYTE = 1024;

    /** Each generation of the serial collector, in what {@code jcmd GC.heap_info} prints. */
    private static final Pattern USED = Pattern.compile("(?:DefNew|Tenured)\\s+total \\d+K, used (\\d+)K");

    /**
     * What it takes.
     *
     * @param resident bytes of memory, as the kernel counts them
     * @param live bytes of the heap that are needed: what is left when its garbage is gone
     */
    record Footprint(long resident, long live, long threads) {}

    private final Process process;
    private final Path data;
    private final URI console;
    private final URI device;

    private Target(Process process, Path data, URI console, URI device) {
        this.process = process;
        this.data = data;
        this.console = console;
        this.device = device;
    }

    /** @param classPath of the server; another build's to compare with */
    static Target start(Path data, String classPath, Path log) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // as the launcher starts it
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:TrimNativeHeapInterval=10000",
                        "-XX:+UseSerialGC",
                        // the heap is there whole from the beginning: what grows then is not it
                        "-Xms512m",
                        "-Xmx512m",
                        "-XX:+AlwaysPreTouch",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        "dev.muster.server.Main",
                        "--data",
                        data.toString(),
                        "http.console-port=0",
                        "http.device-port=0"))
                .redirectError(log.toFile())
                .start();
        BufferedReader out = process.inputReader();
        URI console = address(out.readLine(), log);
        URI device = address(out.readLine(), log);
        return new Target(process, data, console, device);
    }

    private static URI address(@Nullable String line, Path log) throws IOException {
        if (line == null || !line.contains(" ")) {
            throw new IOException("the server did not start: " + Files.readString(log));
        }
        return URI.create(line.substring(line.indexOf(' ') + 1));
    }

    Doors doors() {
        return new Doors(console, device, data.resolve("tls-ca.pem"));
    }

    ApiClient api() throws IOException {
        return ApiClient.to(console, doors().tlsCa(), token());
    }

    String token() throws IOException {
        return Files.readString(data.resolve("operator.token")).strip();
    }

    /** Bytes of all files of the data directory but logs and what the database writes ahead. */
    long dataBytes() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.toString();
                sum += name.endsWith("-wal") || name.endsWith("-shm") || name.contains("/log/") ? 0 : Files.size(file);
            }
            return sum;
        }
    }

    /** Resident memory and threads, as the kernel counts them; zeros when it does not say. */
    Footprint footprint() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        long resident = 0;
        long threads = 0;
        if (Files.exists(status)) {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmRSS:")) {
                    resident = Long.parseLong(line.replaceAll("[^0-9]", "")) * KIBIBYTE;
                } else if (line.startsWith("Threads:")) {
                    threads = Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        }
        return new Footprint(resident, live(), threads);
    }

    private long live() throws IOException {
        jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1)) * KIBIBYTE;
        }
        return sum;
    }

    private String jcmd(String command) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    boolean runs() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
