package dev.muster.cli.demo;

import dev.muster.cli.device.OwnProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Another {@code muster} process, started by this one. It reads its orders from standard input and ends by itself when
 * that closes, so it does not outlive a parent that was killed.
 */
final class ChildProcess implements AutoCloseable {

    /** After this a process that was asked to end is ended; a guard ends its agent and its workloads first. */
    private static final int END_SECONDS_MAX = 30;

    private final String name;
    private final Process process;
    private final PrintWriter orders;
    private final Path log;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    }

    /**
     * Starts {@code muster args…} with this process's Java and class path.
     *
     * @param jvm further flags of the virtual machine, such as a heap limit
     * @param log where its standard error goes
     * @param lines takes each line of its standard output, on a thread of its own
     */
    static ChildProcess start(String name, List<String> jvm, List<String> args, Path log, Consumer<String> lines)
            throws IOException {
        return start(name, OwnProgram.words(jvm, args), log, lines);
    }

    /** Starts any program whose words end with one of ours. */
    static ChildProcess start(String name, List<String> command, Path log, Consumer<String> lines) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        // For a keeper of guards: it ends when its input closes, as our own verbs do.
        builder.environment().put("KEEPER_WITH_PARENT", "yes");
        Process process = builder.start();
        ChildProcess child = new ChildProcess(name, process, log);
        Thread.ofVirtual().name(name + "-output").start(() -> read(process, lines));
        return child;
    }

    private static void read(Process process, Consumer<String> lines) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = in.readLine()) != null) {
                lines.accept(line);
            }
        } catch (IOException e) {
            lines.accept("error\t" + e.getMessage());
        }
    }

    /** Sends one line to its standard input. */
    void tell(String line) {
        orders.println(line);
    }

    /** Calls {@code ended} when the process ends, for whatever reason. */
    void onExit(Runnable ended) {
        var _ = process.onExit().thenRun(ended);
    }

    /** Ends it as a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The last lines of its log: what went wrong, when it ended by itself. */
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log);
            return name + ": " + String.join(" / ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
        } catch (IOException e) {
            return name + " left no log";
        }
    }

    @Override
    public void close() {
        orders.close();
        try {
            process.destroy();
            if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
