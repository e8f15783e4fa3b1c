package dev.muster.guard.host;

import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.host.Standing;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What can be limited, and what is left. */
record ResourceLook(Host host) {
    private static final List<String> WANTED = List.of("memory", "cpu", "pids");
    private static final long MIB = 1024L * 1024;

    /** Room for one more image and its unpacking, on a small gateway. */
    private static final long DISK_MIB_MIN = 256;

    private static final long MEMORY_MIB_MIN = 64;

    List<HostFact> facts() {
        return List.of(limits(), headroom(), pressure());
    }

    /** Controllers are chosen one by one: there are hosts with some of version 1 and some of version 2. */
    private HostFact limits() {
        List<String> second = List.of(host.read("sys/fs/cgroup/cgroup.controllers")
                .or(() -> host.read("sys/fs/cgroup/unified/cgroup.controllers"))
                .orElse("")
                .split("\\s+", -1));
        List<String> found = new ArrayList<>();
        for (String controller : WANTED) {
            if (second.contains(controller)) {
                found.add(controller + " v2");
            } else if (host.exists("sys/fs/cgroup/" + controller + "/tasks")) {
                found.add(controller + " v1");
            }
        }
        boolean all = found.size() == WANTED.size();
        return host.fact(
                "host.limits",
                found.isEmpty() ? "none" : String.join(", ", found),
                all ? Standing.ENFORCED : found.isEmpty() ? Standing.MISSING : Standing.CHECKED,
                all
                        ? "memory, processor and number of processes can be limited for each workload"
                        : "not all of memory, processor and number of processes can be limited");
    }

    private HostFact headroom() {
        Optional<Long> memory = host.read("proc/meminfo")
                .flatMap(text -> Host.line(text, "MemAvailable"))
                .map(l -> Long.parseLong(l.replaceAll("[^0-9]", "")) / 1024);
        long disk;
        try {
            FileStore store = Files.getFileStore(host.root());
            disk = store.getUsableSpace() / MIB;
        } catch (IOException e) {
            disk = -1;
        }
        boolean known = memory.isPresent() && disk >= 0;
        boolean enough = known && memory.get() >= MEMORY_MIB_MIN && disk >= DISK_MIB_MIN;
        return host.fact(
                "host.headroom",
                enough ? "enough" : known ? "short" : "unknown",
                known ? Standing.CHECKED : Standing.MISSING,
                "free: " + disk + " MiB of disk, " + memory.map(String::valueOf).orElse("?") + " MiB of memory; wanted "
                        + DISK_MIB_MIN + " and " + MEMORY_MIB_MIN);
    }

    private HostFact pressure() {
        Optional<String> memory =
                host.read("proc/pressure/memory").or(() -> host.read("sys/fs/cgroup/unified/memory.pressure"));
        String full = memory.flatMap(t -> Host.line(t, "full")).orElse("");
        return host.fact(
                "host.pressure",
                memory.isPresent() ? "measured" : "none",
                memory.isPresent() ? Standing.CHECKED : Standing.MISSING,
                memory.isPresent() ? "memory, stalled: " + full : "the kernel does not measure stalls");
    }
}
