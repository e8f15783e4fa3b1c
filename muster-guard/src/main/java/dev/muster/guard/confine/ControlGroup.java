package dev.muster.guard.confine;

import dev.muster.format.devices.manifest.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A control group. Each controller is used in the version that the host has it in: there are hosts with some of version 1 and
 * some of version 2.
 *
 * @param root normally {@code /sys/fs/cgroup}
 * @param name below it, such as {@code muster-4711/camera}
 */
public record ControlGroup(Path root, String name) {
    private static final Logger LOG = LoggerFactory.getLogger(ControlGroup.class);
    private static final List<String> CONTROLLERS = List.of("memory", "cpu", "pids", "freezer");
    private static final long PERIOD_MICROS = 100_000;
    private static final long MIB = 1024L * 1024;

    /** Version by controller; 0 where the host has none. Freezing and killing need no controller in version 2. */
    public static Map<String, Integer> versions(Path root) {
        List<String> second =
                List.of(read(unified(root).resolve("cgroup.controllers")).split("\\s+", -1));
        Map<String, Integer> versions = new LinkedHashMap<>();
        for (String controller : CONTROLLERS) {
            boolean v2 = second.contains(controller)
                    || (controller.equals("freezer")
                            && Files.exists(unified(root).resolve("cgroup.procs")));
            boolean v1 = Files.exists(root.resolve(controller).resolve("tasks"));
            versions.put(controller, v1 ? 1 : v2 ? 2 : 0);
        }
        return versions;
    }

    private int version(String controller) {
        return versions(root).getOrDefault(controller, 0);
    }

    private static Path unified(Path root) {
        Path hybrid = root.resolve("unified");
        return Files.isDirectory(hybrid) ? hybrid : root;
    }

    private Path folder(String controller) {
        return version(controller) == 1
                ? root.resolve(controller).resolve(name)
                : unified(root).resolve(name);
    }

    private List<Path> folders() {
        return CONTROLLERS.stream()
                .filter(c -> version(c) > 0)
                .map(this::folder)
                .distinct()
                .collect(Collectors.toList());
    }

    /** Makes the group with a workload's limits. */
    public void make(Workload limits) throws IOException {
        for (Path folder : folders()) {
            Files.createDirectories(folder);
        }
        long memory = limits.memoryMib() * MIB;
        long quota = limits.cpuPercent() * PERIOD_MICROS / 100;
        if (version("memory") == 1) {
            write("memory", "memory.limit_in_bytes", String.valueOf(memory));
            // Unset, memory that is swapped out would not count.
            write("memory", "memory.memsw.limit_in_bytes", String.valueOf(memory));
        } else {
            write("memory", "memory.max", String.valueOf(memory));
            write("memory", "memory.swap.max", "0");
        }
        if (version("cpu") == 1) {
            write("cpu", "cpu.cfs_period_us", String.valueOf(PERIOD_MICROS));
            write("cpu", "cpu.cfs_quota_us", String.valueOf(quota));
        } else {
            write("cpu", "cpu.max", quota + " " + PERIOD_MICROS);
        }
        write("pids", "pids.max", String.valueOf(limits.processes()));
    }

    private void write(String controller, String file, String value) throws IOException {
        Path path = folder(controller).resolve(file);
        if (version(controller) > 0 && Files.exists(path)) {
            Files.writeString(path, value);
        }
    }

    /** Puts a process into it; what it starts later is in it too. */
    public void add(long process) throws IOException {
        for (Path folder : folders()) {
            Files.writeString(folder.resolve("cgroup.procs"), String.valueOf(process));
        }
    }

    /** The file that freezes it, and the word: for whoever has to when the guard cannot. */
    public Map.Entry<Path, String> freezer() {
        boolean first = version("freezer") == 1;
        return Map.entry(folder("freezer").resolve(first ? "freezer.state" : "cgroup.freeze"), first ? "FROZEN" : "1");
    }

    public void freeze(boolean frozen) throws IOException {
        Map.Entry<Path, String> file = freezer();
        if (Files.exists(file.getKey())) {
            String thawed = file.getValue().equals("1") ? "0" : "THAWED";
            Files.writeString(file.getKey(), frozen ? file.getValue() : thawed);
        }
    }

    /** How often the kernel ended a process of it for want of memory. */
    public long outOfMemory() {
        Path folder = folder("memory");
        String text = read(folder.resolve("memory.oom_control")) + "\n" + read(folder.resolve("memory.events"));
        return text.lines()
                .filter(line -> line.startsWith("oom_kill "))
                .mapToLong(line ->
                        Long.parseLong(line.substring("oom_kill ".length()).strip()))
                .sum();
    }

    /** The memory limit that the kernel has, in bytes; 0 when there is none to read. */
    public long memoryLimit() {
        String text = read(folder("memory").resolve("memory.limit_in_bytes"))
                + read(folder("memory").resolve("memory.max"));
        return text.matches("[0-9]+") ? Long.parseLong(text) : 0;
    }

    /** Ends all that is in it and takes it away. */
    public void remove() {
        try {
            freeze(false);
        } catch (IOException e) {
            LOG.debug("not thawed: {}", e.getMessage());
        }
        for (Path folder : folders()) {
            for (int turn = 0; Files.exists(folder) && turn < TURNS; turn++) {
                read(folder.resolve("cgroup.procs"))
                        .lines()
                        .filter(line -> line.matches("[0-9]+"))
                        .flatMap(line -> ProcessHandle.of(Long.parseLong(line)).stream())
                        .forEach(ProcessHandle::destroyForcibly);
                try {
                    Files.delete(folder);
                } catch (IOException busy) {
                    pause();
                }
            }
        }
    }

    private static final int TURNS = 100;

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException none) {
            return "";
        }
    }
}
