package dev.muster.bench.device;

import dev.muster.agent.maintenance.MaintenanceDoor;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.cli.maker.WarmDevice;
import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The agent of a package, with the package's own Java and a cache of classes made as the package makes it: its size, the
 * processor's time until people are let in, and its memory while it waits for a server that is away.
 */
final class PackagedAgent {
    private static final long PATIENCE_SECONDS = 60;
    private static final int SETTLED_SECONDS = 20;
    private static final int TICKS_OF_A_SECOND = 100;
    private static final int USER_TICKS = 11;

    private PackagedAgent() {}

    /** The newest package of a device that was built here. */
    static Optional<Path> newest() throws IOException {
        Path folder = Path.of(Optional.ofNullable(System.getenv("MUSTER_HOME")).orElse("."), "build", "packages");
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().matches("muster-agent_.*\\.deb"))
                    .max((a, b) ->
                            Long.compare(a.toFile().lastModified(), b.toFile().lastModified()));
        }
    }

    static void measure(Path folder, Path debian) throws Exception {
        say("the device's package, compressed", Files.size(debian) / 1e6, "MB", "18");
        Path unpacked = folder.resolve("package");
        run(List.of("dpkg-deb", "-x", debian.toString(), unpacked.toString()));
        Path home = unpacked.resolve("usr/lib/muster-agent");
        Path cache = folder.resolve("agent.aot");
        List<String> warm = words(home, List.of("-XX:-AOTClassLinking", "-XX:AOTCacheOutput=" + cache));
        warm.add("warm");
        run(warm);
        Path made = Files.createDirectories(folder.resolve("made"));
        DeviceRoots roots = DeviceRoots.under(folder.resolve("agent"), Strength.CHECKED, Durability.POWER_CUT);
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        WarmDevice.make(made, roots, port);
        List<String> words = words(
                home,
                List.of(
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:ArchiveRelocationMode=0",
                        "-XX:AOTCache=" + cache,
                        "-Xlog:aot=off",
                        "-Xlog:cds=off"));
        words.addAll(List.of("agent", "--root", folder.resolve("agent").toString()));
        Process agent = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("agent.log").toFile())
                .start();
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!Files.exists(MaintenanceDoor.socket(roots))) {
                if (!agent.isAlive() || System.nanoTime() > end) {
                    throw new IOException("the agent is not ready: " + Files.readString(folder.resolve("agent.log")));
                }
                Thread.sleep(5);
            }
            say("processor until people are let in, its server away", seconds(agent.pid()), "s", "0.6");
            Thread.sleep(SETTLED_SECONDS * 1000L);
            say("resident after " + SETTLED_SECONDS + " s, its server away", resident(agent.pid()), "MB", "72");
        } finally {
            agent.destroy();
            agent.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** As packaging/agent/muster-agent starts it. */
    private static List<String> words(Path home, List<String> more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                home.resolve("runtime/bin/java").toString(),
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=24m",
                "-Xms16m",
                "-Xmx48m",
                "-Xmn4m",
                "-XX:MinHeapFreeRatio=10",
                "-XX:MaxHeapFreeRatio=20",
                "--enable-native-access=ALL-UNNAMED",
                "-Dfile.encoding=UTF-8"));
        words.addAll(more);
        List<String> jars;
        try (Stream<Path> all = Files.list(home.resolve("lib"))) {
            jars = all.map(Path::toString).sorted().toList();
        }
        words.addAll(List.of("-cp", String.join(":", jars), "dev.muster.cli.DeviceMain"));
        return words;
    }

    private static void run(List<String> words) throws Exception {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(words.getFirst() + " failed: " + said);
        }
    }

    /** User and system time of a process (proc(5), {@code stat}), counted behind its name in parentheses. */
    private static double seconds(long process) throws IOException {
        String all = Files.readString(Path.of("/proc", String.valueOf(process), "stat"));
        String[] words = all.substring(all.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(words[USER_TICKS]) + Long.parseLong(words[USER_TICKS + 1])) / (double) TICKS_OF_A_SECOND;
    }

    private static double resident(long process) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", String.valueOf(process), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
            }
        }
        throw new IOException("the kernel does not say how much memory process " + process + " has");
    }

    private static void say(String what, double value, String unit, String goal) {
        System.out.printf(Locale.ROOT, "%-62s %9.2f %s (goal: %s)%n", what, value, unit, goal);
    }
}
