package dev.muster.guard;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A guard as a process of its own, for tests that kill it. Words: folder, user, firewall, then the agent's. */
final class GuardHere {
    private GuardHere() {}

    static List<String> words(Path root, int user, boolean firewall, List<String> agent) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                GuardHere.class.getName(),
                root.toString(),
                String.valueOf(user),
                String.valueOf(firewall)));
        words.addAll(agent);
        return words;
    }

    static GuardSettings settings(Path root, int user, boolean firewall, List<String> agent, Path network) {
        return new GuardSettings(
                root,
                user,
                agent,
                List.of(),
                network,
                "10.9.9.9:8444",
                firewall,
                root.resolve("sensors"),
                root.resolve("actuators"),
                root.resolve("hardware"),
                Duration.ofSeconds(30),
                Optional.empty(),
                words(root, user, firewall, agent));
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path network = Path.of("/proc", String.valueOf(Keeper.here().orElseThrow()), "ns", "net");
        List<String> agent = List.of(args).subList(3, args.length);
        Guard guard = new Guard(
                settings(Path.of(args[0]), Integer.parseInt(args[1]), Boolean.parseBoolean(args[2]), agent, network));
        java.lang.Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                guard.close();
            } catch (IOException e) {
                System.err.println(e.getMessage());
            }
        }));
        guard.start();
        guard.await();
    }
}
