package dev.muster.checks.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, so that it can be killed. */
final class ServerProcess implements AutoCloseable {

    private final Process process;

    private ServerProcess(Process process) {
        this.process = process;
    }

    /** Starts {@code muster up} on these ports and returns when it listens. */
    static ServerProcess start(Path data, int consolePort, int devicePort, Path log) throws IOException {
        return start(data, consolePort, devicePort, log, List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    }

    /** @param flags of the virtual machine */
    static ServerProcess start(Path data, int consolePort, int devicePort, Path log, List<String> flags)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.muster.cli.Main",
                "up",
                "--json",
                "--data",
                data.toString(),
                "--set",
                "http.console-port=" + consolePort,
                "--set",
                "http.device-port=" + devicePort,
                "--set",
                "access.organisation=demo"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        BufferedReader out = process.inputReader();
        String line = out.readLine();
        if (line == null || !line.startsWith("{")) {
            process.destroyForcibly();
            throw new IOException("the server did not start; its log is " + log);
        }
        return new ServerProcess(process);
    }

    /** As a power cut or the kernel's out-of-memory killer would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    boolean runs() {
        return process.isAlive();
    }

    /** The status with which it ended by itself; -1 when it did not within a minute. */
    int ended() throws InterruptedException {
        return process.waitFor(1, TimeUnit.MINUTES) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
