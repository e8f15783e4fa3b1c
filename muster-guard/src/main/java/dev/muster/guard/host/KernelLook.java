package dev.muster.guard.host;

import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.host.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How the kernel keeps memory, programs and itself. */
record KernelLook(Host host) {
    /** Processor features that keep the kernel from running or reading what programs prepared: x86 and Arm. */
    private static final Set<String> KERNEL_GUARDS = Set.of("smep", "smap", "pan");

    List<HostFact> facts() {
        return List.of(addresses(), kernelMemory(), noExecute(), tracing(), calls(), landlock(), dumps(), debugging());
    }

    private HostFact addresses() {
        Optional<String> mode = host.read("proc/sys/kernel/randomize_va_space");
        String value = switch (mode.orElse("")) {
            case "2" -> "full";
            case "1" -> "partial";
            case "0" -> "off";
            default -> "unknown";
        };
        Standing standing = value.equals("full") || value.equals("partial") ? Standing.ENFORCED : Standing.MISSING;
        return host.fact("host.aslr", value, standing, "kernel.randomize_va_space is " + mode.orElse("not to be read"));
    }

    private HostFact kernelMemory() {
        Optional<String> lockdown = host.read("sys/kernel/security/lockdown");
        boolean locked = lockdown.isPresent() && !lockdown.get().contains("[none]");
        boolean noDevice = !host.exists("dev/mem") && !host.exists("dev/kmem");
        Set<String> flags = flags();
        List<String> guards =
                KERNEL_GUARDS.stream().filter(flags::contains).sorted().toList();
        boolean kept = (locked || noDevice) && !guards.isEmpty();
        String detail = (locked ? "locked down" : "lockdown " + lockdown.orElse("not to be read"))
                + (noDevice ? "; no /dev/mem" : "; /dev/mem is there")
                + (guards.isEmpty() ? "; no guard of the processor" : "; processor: " + String.join(" ", guards));
        return host.fact(
                "host.kernel-memory",
                kept ? "kept" : noDevice || locked ? "partly" : "open",
                kept ? Standing.ENFORCED : Standing.CHECKED,
                detail);
    }

    private HostFact noExecute() {
        Set<String> flags = flags();
        boolean there = flags.contains("nx") || flags.contains("asimd");
        return host.fact(
                "host.no-execute",
                there ? "yes" : flags.isEmpty() ? "unknown" : "no",
                there ? Standing.ENFORCED : Standing.MISSING,
                there ? "the processor has it and the kernel uses it" : "the processor does not name it");
    }

    private HostFact tracing() {
        Optional<String> scope = host.read("proc/sys/kernel/yama/ptrace_scope");
        boolean held = scope.isPresent() && !scope.get().equals("0");
        return host.fact(
                "host.ptrace-scope",
                scope.orElse("none"),
                held ? Standing.ENFORCED : Standing.MISSING,
                held
                        ? "a process reads the memory of its own children only"
                        : "a process reads the memory of every other one of the same user: one user for each workload");
    }

    private HostFact calls() {
        boolean there = host.exists("proc/sys/kernel/seccomp/actions_avail");
        return host.fact(
                "host.seccomp",
                there ? "filter" : "none",
                there ? Standing.ENFORCED : Standing.MISSING,
                there ? "system calls can be refused for each program" : "the kernel has no filter of system calls");
    }

    private HostFact landlock() {
        if (host.landlock().isEmpty()) {
            return host.fact("host.landlock", "unknown", Standing.MISSING, "only the running kernel can say");
        }
        int version = host.landlock().getAsInt();
        return host.fact(
                "host.landlock",
                version == 0 ? "none" : "version " + version,
                version == 0 ? Standing.MISSING : Standing.ENFORCED,
                version == 0
                        ? "programs keep the files of their user"
                        : version < 4
                                ? "programs can be held to files, not to ports"
                                : "programs can be held to files and ports"
                                        + (version < 6 ? "" : " and to themselves"));
    }

    private HostFact dumps() {
        String pattern = host.read("proc/sys/kernel/core_pattern").orElse("");
        String suid = host.read("proc/sys/fs/suid_dumpable").orElse("unknown");
        String value = pattern.isEmpty() ? "unknown" : pattern.startsWith("|") ? "handler" : "file";
        return host.fact(
                "host.core-dumps",
                value,
                value.equals("unknown") ? Standing.MISSING : Standing.CHECKED,
                "memory of crashed programs goes to "
                        + (value.equals("handler") ? "a program" : "a file named " + pattern)
                        + "; set-user-id programs: " + suid);
    }

    private HostFact debugging() {
        Optional<String> line = host.read("proc/cmdline");
        List<String> found = new ArrayList<>();
        for (String word : line.orElse("").split("\\s+", -1)) {
            if (word.matches("kgdboc.*|kgdbwait|earlyprintk.*|init=/bin/.*|single|rd\\.break")) {
                found.add(word);
            }
        }
        for (String tty : host.names("etc/systemd/system/getty.target.wants")) {
            if (tty.startsWith("serial-getty")) {
                found.add(tty);
            }
        }
        boolean closed = line.isPresent() && found.isEmpty();
        return host.fact(
                "host.debug",
                closed ? "closed" : line.isEmpty() ? "unknown" : "open",
                line.isEmpty() ? Standing.MISSING : Standing.CHECKED,
                closed
                        ? "no debugger and no serial login is configured; JTAG cannot be seen from here"
                        : String.join(", ", found));
    }

    private Set<String> flags() {
        String text = host.read("proc/cpuinfo").orElse("");
        return Host.line(text, "flags")
                .or(() -> Host.line(text, "Features"))
                .map(line -> Set.copyOf(List.of(line.split("\\s+", -1))))
                .orElse(Set.of());
    }
}
