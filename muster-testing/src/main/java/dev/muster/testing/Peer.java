package dev.muster.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assertions;

/** A foreign program that a test talks to: started, read line by line, ended by its own process id. */
public final class Peer implements AutoCloseable {
    /** A program that was asked to end and does not is ended after this. */
    private static final int END_SECONDS_MAX = 5;

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private Peer(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().name("peer-output").start(this::read);
    }

    /** Starts it; both of its outputs become {@link #lines()}. */
    public static Peer start(Path folder, Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new Peer(builder.start());
    }

    /**
     * Runs a program to its end.
     *
     * @param longest after it the program is ended and the test fails
     */
    public static Result run(Path folder, Duration longest, String... command) throws Exception {
        return run(folder, Map.of(), longest, command);
    }

    /** As above, with more in its environment. */
    public static Result run(Path folder, Map<String, String> environment, Duration longest, String... command)
            throws Exception {
        try (Peer peer = start(folder, environment, List.of(command))) {
            peer.process.getOutputStream().close();
            if (!peer.process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                Assertions.fail(command[0] + " did not end: " + peer.lines);
            }
            peer.reader.join();
            return new Result(peer.process.exitValue(), String.join("\n", peer.lines));
        }
    }

    /**
     * How a program ended.
     *
     * @param status its exit status
     * @param out both of its outputs, without the last line end
     */
    public record Result(int status, String out) {}

    /** What it has said so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits for a line. */
    public String line(String what, Duration longest, Predicate<String> wanted) throws Exception {
        return Waiting.value(what + " of " + lines, longest, () -> {
            Optional<String> found = lines.stream().filter(wanted).findFirst();
            if (found.isEmpty() && !process.isAlive()) {
                reader.join();
                if (lines.stream().noneMatch(wanted)) {
                    Assertions.fail("ended with " + process.exitValue() + " before " + what + ": " + lines);
                }
            }
            return found;
        });
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add("(its output ended: " + e.getMessage() + ")");
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
