package dev.muster.bench.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The attackers' machine, as near as one machine comes to it: another process, which gets what the server and the honest devices
 * leave of the processors. A stranger brings processors of its own and takes none of ours.
 */
final class AttackProcess implements AutoCloseable {
    private static final Path NICE = Path.of("/usr/bin/nice");

    /** Behind everybody else; less on a machine so busy that attackers would not come to do anything ({@code -Dmuster.hostile.nice}). */
    private static final int NICENESS = Integer.getInteger("muster.hostile.nice", 19);

    private final Process process;
    private final BufferedReader says;
    private final Writer tell;

    private AttackProcess(Process process) {
        this.process = process;
        this.says = process.inputReader();
        this.tell = process.outputWriter();
    }

    /**
     * Ready to begin.
     *
     * @param log of what goes wrong in it
     */
    static AttackProcess start(Doors doors, Path greedy, String auditor, Plan plan, Path log) throws IOException {
        List<String> command = new ArrayList<>(
                Files.isExecutable(NICE) ? List.of(NICE.toString(), "-n", Integer.toString(NICENESS)) : List.of());
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Attackers.class.getName(),
                doors.console().toString(),
                doors.device().toString(),
                doors.tlsCa().toString(),
                greedy.toString(),
                auditor,
                plan.word()));
        AttackProcess started = new AttackProcess(
                new ProcessBuilder(command).redirectError(log.toFile()).start());
        if (!Attackers.READY.equals(started.says.readLine())) {
            started.close();
            throw new IOException("the attackers did not start: " + Files.readString(log));
        }
        return started;
    }

    void begin() throws IOException {
        tell.write("begin\n");
        tell.flush();
    }

    /** Ends the attack. @return what came of it, by word */
    Map<String, Long> end() throws IOException {
        tell.close();
        Map<String, Long> counts = new TreeMap<>();
        for (String line = says.readLine(); line != null; line = says.readLine()) {
            int space = line.indexOf(' ');
            counts.put(line.substring(space + 1), Long.parseLong(line.substring(0, space)));
        }
        return counts;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
