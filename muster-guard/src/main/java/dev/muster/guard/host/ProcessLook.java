package dev.muster.guard.host;

import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.host.Standing;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What runs, and with which rights. */
record ProcessLook(Host host) {
    private static final String NONE = "0000000000000000";

    List<HostFact> facts() {
        List<String> running = host.names("proc").stream()
                .filter(n -> n.chars().allMatch(Character::isDigit))
                .flatMap(n -> host.read("proc/" + n + "/status").stream())
                // Threads of the kernel have no memory of their own.
                .filter(s -> s.contains("VmRSS"))
                .toList();
        return List.of(privileges(running), domains(running), services());
    }

    private HostFact privileges(List<String> running) {
        long root = running.stream().filter(s -> user(s).equals("0")).count();
        long capable = running.stream()
                .filter(s -> !Host.line(s, "CapEff").orElse(NONE).equals(NONE))
                .count();
        boolean known = !running.isEmpty();
        return host.fact(
                "host.privileges",
                known ? root + " root, " + capable + " with capabilities, of " + running.size() : "unknown",
                known ? Standing.CHECKED : Standing.MISSING,
                "processes seen through /proc");
    }

    private HostFact domains(List<String> running) {
        Set<String> users = running.stream().map(ProcessLook::user).collect(Collectors.toSet());
        long filtered = running.stream()
                .filter(s -> Host.line(s, "Seccomp").orElse("0").equals("2"))
                .count();
        long bound = running.stream()
                .filter(s -> Host.line(s, "NoNewPrivs").orElse("0").equals("1"))
                .count();
        Optional<String> module = host.read("proc/self/attr/current").filter(l -> !l.isEmpty());
        boolean apart = users.size() > 1 || filtered > 0;
        return host.fact(
                "host.domains",
                running.isEmpty() ? "unknown" : apart ? "apart" : "one",
                apart ? Standing.ENFORCED : Standing.MISSING,
                users.size() + " users, " + filtered + " processes with filtered calls, " + bound
                        + " without new privileges"
                        + module.map(l -> ", label " + l).orElse(""));
    }

    private HostFact services() {
        List<String> services = host.names("sys/fs/cgroup/system.slice").isEmpty()
                ? host.names("sys/fs/cgroup/systemd/system.slice")
                : host.names("sys/fs/cgroup/system.slice");
        List<String> named = services.stream()
                .filter(n -> n.endsWith(".service"))
                .map(n -> n.substring(0, n.length() - ".service".length()))
                .toList();
        return host.fact(
                "host.services",
                named.isEmpty() ? "none" : String.join(" ", named),
                named.isEmpty() ? Standing.MISSING : Standing.CHECKED,
                named.isEmpty() ? "no service manager keeps groups" : named.size() + " services run");
    }

    private static String user(String status) {
        return Host.line(status, "Uid").orElse("?").replaceFirst("\\s.*", "");
    }
}
