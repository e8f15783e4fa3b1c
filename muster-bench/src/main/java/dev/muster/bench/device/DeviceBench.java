package dev.muster.bench.device;

import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.manifest.Held;
import dev.muster.format.devices.manifest.Reflex;
import dev.muster.format.devices.manifest.Violation;
import dev.muster.guard.firewall.DeviceFirewall;
import dev.muster.guard.firewall.NftProgram;
import dev.muster.guard.integrity.ExecGate;
import dev.muster.guard.integrity.FileWatch;
import dev.muster.guard.linux.NetNamespace;
import dev.muster.guard.sense.Reflexes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Measures by wall clock; prints the middle, the slowest hundredth and the goal. Needs root. */
public final class DeviceBench {
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 200;
    private static final int PROGRAM_ROUNDS = 100;
    private static final int NETWORK_ROUNDS = 50;
    private static final long PATIENCE_SECONDS = 30;

    private DeviceBench() {}

    public static void main(String[] arguments) throws Exception {
        if (!"root".equals(System.getProperty("user.name"))) {
            System.err.println("the kernel's mechanisms need root");
            System.exit(2);
        }
        Path folder = Files.createTempDirectory("muster-device-bench-");
        try {
            files(folder);
            programs(folder);
            reflexes(folder);
            network(folder);
            print("a connection that was permitted is dead", RevokedConnection.measure(folder), 50);
            Optional<Path> debian = arguments.length > 0 ? Optional.of(Path.of(arguments[0])) : PackagedAgent.newest();
            if (debian.isPresent()) {
                PackagedAgent.measure(folder, debian.get());
            } else {
                System.out.println("not measured: memory, start and size (build the package first: ./muster package)");
            }
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    /** Another process changes a held file; told when the change and the process are known. */
    private static void files(Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("held.conf"), "first\n");
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        List<Held> held = List.of(new Held("held.conf", Sha256.of(Files.readAllBytes(file))));
        try (ExecGate gate = new ExecGate(Set::of, (kind, what, who) -> {});
                FileWatch _ = new FileWatch(gate, folder, held, Duration.ofHours(1), (kind, what, who) -> {
                    if (kind == Violation.FILE_CHANGED) {
                        told.add(who);
                    }
                })) {
            Process writer = new ProcessBuilder(
                            "sh", "-c", "while read -r line; do echo \"$line\" > " + file + "; echo done; done")
                    .redirectErrorStream(true)
                    .start();
            long[] times = new long[ROUNDS];
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                told.clear();
                long begin = System.nanoTime();
                writer.outputWriter().append("other " + round + "\n").flush();
                String who = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                long took = System.nanoTime() - begin;
                if (who == null || !who.startsWith(writer.pid() + " ")) {
                    throw new IOException("the change was not laid at its process's door: " + who);
                }
                writer.inputReader().readLine();
                // Emptying and writing are two changes: the second must not count for the next round.
                Thread.sleep(5);
                if (round >= 0) {
                    times[round] = took;
                }
            }
            writer.destroy();
            print("a changed file is told with the process that did it", times, 10);
        }
    }

    /** A program is started with the gate and without: the difference is what the kernel's question costs. */
    private static void programs(Path folder) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path program = Files.copy(Path.of("/bin/true"), bin.resolve("listed"), StandardCopyOption.COPY_ATTRIBUTES);
        Path free = Files.createDirectories(folder.resolve("free")).resolve("listed");
        Files.copy(program, free, StandardCopyOption.COPY_ATTRIBUTES);
        String listed = HexFormat.of().formatHex(Sha256.of(Files.readAllBytes(program)));
        long[] without = new long[PROGRAM_ROUNDS];
        long[] more = new long[PROGRAM_ROUNDS];
        try (ExecGate gate = new ExecGate(() -> Set.of(listed), (kind, what, who) -> {})) {
            gate.holdFolder(bin);
            // By turns, so that whatever else the machine does bears on both.
            for (int round = -WARM_UP; round < PROGRAM_ROUNDS; round++) {
                long unasked = start(free);
                long asked = start(program);
                if (round >= 0) {
                    without[round] = unasked;
                    more[round] = asked - unasked;
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-62s %9.2f ms more than %.2f (goal: 2)%n",
                "a program is asked about before it runs, in the middle of pairs",
                middle(more) / 1e6,
                middle(without) / 1e6);
    }

    private static long start(Path program) throws Exception {
        long begin = System.nanoTime();
        if (new ProcessBuilder(program.toString()).start().waitFor() != 0) {
            throw new IOException("a listed program does not run");
        }
        return System.nanoTime() - begin;
    }

    private static void reflexes(Path folder) throws Exception {
        Path sensor = Files.writeString(folder.resolve("temp1_input"), "20000");
        Path siren = Files.writeString(folder.resolve("siren"), "0");
        Reflex fire = new Reflex("fire", "temp1_input", 0, 70_000, "siren", "1", "0");
        List<Long> times = new ArrayList<>();
        try (Reflexes _ = new Reflexes(folder, folder, List.of(fire), (kind, what, who) -> {})) {
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                String wanted = round % 2 == 0 ? "1" : "0";
                long begin = System.nanoTime();
                replace(sensor, round % 2 == 0 ? "71000" : "20000");
                while (!Files.readString(siren).equals(wanted)) {
                    Thread.sleep(0, 200_000);
                }
                if (round >= 0) {
                    times.add(System.nanoTime() - begin);
                }
            }
        }
        print(
                "over-temperature to actuator (a tree of files stands for both)",
                times.stream().mapToLong(Long::longValue).toArray(),
                100);
    }

    /** A file of sysfs is never empty in between. */
    private static void replace(Path file, String text) throws IOException {
        Path beside = Files.writeString(file.resolveSibling("next"), text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void network(Path folder) throws Exception {
        Process world = new ProcessBuilder("unshare", "--net", "sh", "-c", "echo there; exec cat").start();
        world.inputReader().readLine();
        try (NetNamespace network = NetNamespace.open(Path.of("/proc/" + world.pid() + "/ns/net"))) {
            DeviceFirewall firewall = new DeviceFirewall(
                    network,
                    NftProgram.here().orElseThrow(() -> new IOException("there is no nft")),
                    folder.resolve("ruleset.nft"),
                    "198.51.100.1:8444");
            long[] times = new long[NETWORK_ROUNDS];
            for (int round = -WARM_UP; round < NETWORK_ROUNDS; round++) {
                long begin = System.nanoTime();
                firewall.close();
                if (round >= 0) {
                    times[round] = System.nanoTime() - begin;
                }
            }
            print("the network is closed but for the way home, in the kernel", times, 100);
        } finally {
            world.destroy();
        }
    }

    private static double middle(long[] times) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void print(String what, long[] times, int goalMillis) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-62s %9.2f ms, slowest hundredth %9.2f (goal: %d)%n",
                what,
                sorted[sorted.length / 2] / 1e6,
                sorted[Math.max(0, sorted.length - 1 - sorted.length / 100)] / 1e6,
                goalMillis);
    }
}
