package dev.muster.guard.host;

import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.host.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How what there is of everything is shared out and given back: ports, memory, storage, states, answers. */
record SharingLook(Host host) {
    /** A peer has closed and the program has not (include/net/tcp_states.h). */
    private static final String CLOSE_WAIT = "08";

    /** A few wait while their program is busy; a program that never closes collects them. */
    private static final int LEFT_OPEN_MAX = 16;

    /** File systems that are compressed, and options that make one so. */
    private static final List<String> COMPRESSED = List.of("squashfs", "erofs", "cramfs");

    List<HostFact> facts() {
        return List.of(connections(), memory(), quota(), compression(), states(), rates());
    }

    private HostFact connections() {
        List<String> states = Stream.of("tcp", "tcp6")
                .flatMap(table -> host.sockets(table).stream())
                .map(words -> words[3])
                .toList();
        long left = states.stream().filter(CLOSE_WAIT::equals).count();
        long ended = counter("proc/net/netstat", "TcpExt:", "TW");
        boolean known = ended >= 0;
        return host.fact(
                "host.connections",
                left > LEFT_OPEN_MAX ? "left-open" : ended > 0 ? "closed" : "unknown",
                known ? Standing.CHECKED : Standing.MISSING,
                (known ? ended + " connections ended in order since the start, " : "") + left
                        + " wait for their program to close them");
    }

    /** A number of a file whose lines come in pairs: names, then values; -1 when it is not there. */
    private long counter(String file, String group, String name) {
        List<String[]> lines = host.read(file)
                .orElse("")
                .lines()
                .filter(line -> line.startsWith(group))
                .map(line -> line.split("\\s+", -1))
                .toList();
        if (lines.size() < 2) {
            return -1;
        }
        int place = List.of(lines.getFirst()).indexOf(name);
        return place < 1 || place >= lines.get(1).length || !lines.get(1)[place].matches("\\d{1,18}")
                ? -1
                : Long.parseLong(lines.get(1)[place]);
    }

    private HostFact memory() {
        Optional<String> killed = host.read("proc/vmstat").flatMap(text -> Host.line(text, "oom_kill"));
        return host.fact(
                "host.memory",
                killed.map(count -> count.equals("0") ? "returned" : "taken").orElse("unknown"),
                killed.isPresent() ? Standing.CHECKED : Standing.MISSING,
                killed.map(count -> "the kernel ended " + count + " programs for their memory since the start")
                        .orElse("the kernel does not count what it ends"));
    }

    private HostFact quota() {
        List<String[]> mounts = host.mounts();
        boolean quota = mounts.stream()
                .flatMap(words -> Stream.of(words[3].split(",", -1)))
                .anyMatch(option -> option.matches("(usr|grp|prj|usrj|grpj|u|g|p)?quota(=.*)?"));
        boolean apart = mounts.stream()
                .anyMatch(words -> words[0].startsWith("/dev/")
                        && !words[1].equals("/")
                        && List.of(words[3].split(",", -1)).contains("rw"));
        return host.fact(
                "host.quota",
                mounts.isEmpty() ? "unknown" : quota ? "quota" : apart ? "partitions" : "none",
                mounts.isEmpty() ? Standing.MISSING : Standing.CHECKED,
                quota
                        ? "a file system is mounted with quotas"
                        : apart ? "data is on a file system apart from the root" : "nothing bounds what is stored");
    }

    private HostFact compression() {
        List<String> found = new ArrayList<>();
        List<String[]> mounts = host.mounts();
        if (mounts.stream().anyMatch(words -> COMPRESSED.contains(words[2]) || words[3].contains("compress"))) {
            found.add("files");
        }
        boolean refused = host.read("etc/systemd/journald.conf")
                .map(text -> text.lines().anyMatch(line -> line.matches("\\s*Compress\\s*=\\s*(no|false|0)\\s*")))
                .orElse(false);
        if (!refused && (host.exists("var/log/journal") || host.exists("run/log/journal"))) {
            found.add("journal");
        }
        if (host.names("sys/block").stream().anyMatch(name -> name.startsWith("zram"))) {
            found.add("memory");
        }
        return host.fact(
                "host.compression",
                mounts.isEmpty() ? "unknown" : found.isEmpty() ? "none" : String.join(", ", found),
                mounts.isEmpty() ? Standing.MISSING : Standing.CHECKED,
                found.isEmpty() ? "nothing is compressed that can be seen" : "compressed: " + String.join(", ", found));
    }

    private HostFact states() {
        List<String> units = Stream.of("usr/lib/systemd/system", "lib/systemd/system", "etc/systemd/system")
                .flatMap(folder -> host.names(folder).stream())
                .toList();
        boolean several = units.contains("rescue.target") || units.contains("emergency.target");
        return host.fact(
                "host.states",
                units.isEmpty() ? "unknown" : several ? "several" : "one",
                units.isEmpty() ? Standing.MISSING : Standing.CHECKED,
                units.isEmpty()
                        ? "no service manager that is known here"
                        : several
                                ? "there is a state for rescue beside the usual one"
                                : "there is one state to run in");
    }

    private HostFact rates() {
        Optional<String> answers = host.read("proc/sys/net/ipv4/icmp_ratelimit");
        Optional<String> cookies = host.read("proc/sys/net/ipv4/tcp_syncookies");
        boolean known = answers.isPresent() && cookies.isPresent();
        boolean limited = known && !answers.get().equals("0") && !cookies.get().equals("0");
        return host.fact(
                "host.rates",
                !known ? "unknown" : limited ? "limited" : "unlimited",
                known ? Standing.ENFORCED : Standing.MISSING,
                known
                        ? "milliseconds between answers of one kind: " + answers.get() + "; half-open connections: "
                                + (cookies.get().equals("0") ? "not held back" : "held back by cookies")
                        : "the kernel's limits cannot be read");
    }
}
