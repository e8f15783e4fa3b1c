package dev.muster.guard.host;

import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.host.Standing;
import dev.muster.format.devices.manifest.DeviceManifest;
import dev.muster.guard.confine.ControlGroup;
import dev.muster.guard.confine.Workloads;
import dev.muster.guard.linux.Landlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the guard holds, as the kernel shows it and not as it was asked for. */
public final class GuardFacts {
    private GuardFacts() {}

    /** What an agent without a guard has to say of itself. */
    public static List<HostFact> alone() {
        return List.of(
                new HostFact(
                        "host.guard",
                        "one process",
                        Standing.MISSING,
                        "the agent has all rights of who started it; there is no guard"),
                new HostFact("host.agent", "unconfined", Standing.MISSING, "nothing holds the agent"));
    }

    public static HostFact guard(boolean apart, long agent, Optional<Long> keeper) {
        return new HostFact(
                "host.guard",
                "two processes",
                apart ? Standing.ENFORCED : Standing.CHECKED,
                "guard " + ProcessHandle.current().pid() + (apart ? " has no network" : " shares the network")
                        + ", agent " + agent
                        + keeper.map(k -> ", keeper " + k).orElse(", no keeper"));
    }

    /** Read from the kernel's own account of the process. */
    public static HostFact agent(long process) {
        String status = read(Path.of("/proc", String.valueOf(process), "status"));
        List<String> held = new ArrayList<>();
        field(status, "Uid").filter(u -> !u.startsWith("0")).ifPresent(u -> held.add("user " + u.split("\\s", 2)[0]));
        field(status, "CapBnd").filter(c -> c.matches("0+")).ifPresent(c -> held.add("no capabilities"));
        field(status, "Seccomp").filter(s -> s.equals("2")).ifPresent(s -> held.add("calls filtered"));
        field(status, "NoNewPrivs").filter(n -> n.equals("1")).ifPresent(n -> held.add("no new privileges"));
        boolean all = held.size() == 4;
        return new HostFact(
                "host.agent",
                all ? "confined" : held.isEmpty() ? "unconfined" : "partly",
                all ? Standing.ENFORCED : Standing.MISSING,
                (held.isEmpty() ? "nothing holds process " + process : String.join(", ", held))
                        + (Landlock.abi() > 0 ? "; Landlock was applied before it began" : "; no Landlock"));
    }

    public static List<HostFact> held(DeviceManifest manifest, Optional<Long> lookedMillis, Workloads workloads) {
        boolean programs = !manifest.programs().isEmpty();
        boolean files = !manifest.files().isEmpty();
        return List.of(
                new HostFact(
                        "host.programs",
                        programs ? "allow-list" : "any",
                        programs ? Standing.ENFORCED : Standing.MISSING,
                        programs
                                ? manifest.programs().size() + " programs by their content; the kernel asks before each"
                                : "the maker named no programs"),
                new HostFact(
                        "host.baseline",
                        files ? "held" : "none",
                        files ? Standing.CHECKED : Standing.MISSING,
                        files
                                ? manifest.files().size() + " files of manifest " + manifest.sequence()
                                        + ", all read at "
                                        + lookedMillis
                                                .map(Instant::ofEpochMilli)
                                                .map(Instant::toString)
                                                .orElse("?")
                                : "the maker named no files"),
                workloads(workloads));
    }

    private static HostFact workloads(Workloads workloads) {
        List<String> words = new ArrayList<>();
        boolean limited = true;
        for (String name : workloads.names()) {
            try {
                ControlGroup group = workloads.group(name);
                limited &= group.memoryLimit() > 0;
                words.add(name + " " + group.memoryLimit() / (1024 * 1024) + " MiB");
            } catch (IOException ended) {
                words.add(name + " ended");
            }
        }
        return new HostFact(
                "host.workloads",
                words.isEmpty() ? "none" : limited ? workloads.runtime() : "unlimited",
                words.isEmpty() ? Standing.MISSING : limited ? Standing.ENFORCED : Standing.MISSING,
                words.isEmpty() ? "no workload runs" : String.join(", ", words));
    }

    private static Optional<String> field(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
