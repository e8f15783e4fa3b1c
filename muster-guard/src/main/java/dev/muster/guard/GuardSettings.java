package dev.muster.guard;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a guard is told when it starts; nothing of it can be changed over its socket.
 *
 * @param root the device's folder, with {@code factory}, {@code slots} and what the agent writes
 * @param user number of the agent's user
 * @param agent the words that start the agent; empty when it is started by somebody else
 * @param readable what the agent needs to read and run beside the system's programs: its Java and its classes
 * @param network file of the device's network namespace
 * @param home host and port of the device's server
 * @param firewall whether the device's packet filter is ours
 * @param sensors root of sensors, normally {@code /sys/class}
 * @param actuators root of actuators
 * @param hardware the kernel's lists of parts, normally {@code /sys}
 * @param rehash how often every held file is read again
 * @param watchdog the machine's, normally {@code /dev/watchdog}; empty when the guard does not feed it
 * @param self the words that start this guard again; empty when nobody is to
 */
public record GuardSettings(
        Path root,
        int user,
        List<String> agent,
        List<Path> readable,
        Path network,
        String home,
        boolean firewall,
        Path sensors,
        Path actuators,
        Path hardware,
        Duration rehash,
        Optional<Path> watchdog,
        List<String> self) {
    public static final Duration REHASH = Duration.ofMinutes(10);

    public GuardSettings {
        agent = List.copyOf(agent);
        readable = List.copyOf(readable);
        self = List.copyOf(self);
    }

    /** The guard's own folder; only it writes there. */
    public Path folder() {
        return folder(root);
    }

    public static Path folder(Path root) {
        return root.resolve("guard");
    }

    /** Where questions are asked. */
    public static Path socket(Path root) {
        return folder(root).resolve("socket");
    }
}
