package dev.muster.guard.host;

import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.host.Standing;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Who can reach the host, and where it asks for names and time. */
record NetworkLook(Host host) {
    private static final String LISTENING = "0A";
    private static final String UDP_OPEN = "07";
    private static final List<String> LOOPBACK = List.of("0100007F", "00000000000000000000000001000000");

    List<HostFact> facts() {
        return List.of(listening(), interfaces(), resolver(), clock());
    }

    private HostFact listening() {
        TreeSet<String> open = new TreeSet<>();
        boolean known = false;
        for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
            known |= host.exists("proc/net/" + table);
            String state = table.startsWith("tcp") ? LISTENING : UDP_OPEN;
            for (String[] words : host.sockets(table)) {
                String[] local = words[1].split(":", -1);
                if (local.length == 2 && words[3].equals(state) && !LOOPBACK.contains(local[0])) {
                    open.add(table.substring(0, 3) + "/" + Integer.parseInt(local[1], 16));
                }
            }
        }
        return host.fact(
                "host.listening",
                known ? open.isEmpty() ? "none" : String.join(" ", open) : "unknown",
                known ? Standing.CHECKED : Standing.MISSING,
                "sockets that wait for others, those for the host itself left out");
    }

    private HostFact interfaces() {
        List<String> up = host.names("sys/class/net").stream()
                .filter(n -> !n.equals("lo"))
                .filter(n -> host.read("sys/class/net/" + n + "/flags")
                        .map(f -> (Integer.decode(f) & 1) == 1)
                        .orElse(false))
                .toList();
        boolean known = !host.names("sys/class/net").isEmpty();
        return host.fact(
                "host.interfaces",
                up.isEmpty() ? known ? "none" : "unknown" : String.join(" ", up),
                known ? Standing.CHECKED : Standing.MISSING,
                up.size() + " interfaces are up, loopback left out");
    }

    private HostFact resolver() {
        String text = host.read("etc/resolv.conf").orElse("");
        boolean local = Host.line(text, "nameserver")
                .map(a -> a.startsWith("127.") || a.equals("::1"))
                .orElse(false);
        boolean trusts = text.contains("trust-ad");
        boolean there = Host.line(text, "nameserver").isPresent();
        return host.fact(
                "host.resolver",
                !there ? "none" : local && trusts ? "validating" : local ? "local" : "remote",
                there ? Standing.CHECKED : Standing.MISSING,
                !there
                        ? "no resolver is configured"
                        : local && trusts
                                ? "a resolver on the host, whose word on DNSSEC is taken"
                                : "answers are not checked by DNSSEC here");
    }

    /** Every source, wherever it is named: chrony goes by the others too. */
    private boolean authenticated() {
        Stream<String> more = Stream.of("conf.d", "sources.d")
                .flatMap(folder -> host.names("etc/chrony/" + folder).stream().map(file -> folder + "/" + file));
        List<String> sources = Stream.concat(Stream.of("chrony.conf"), more)
                .flatMap(file -> host.read("etc/chrony/" + file).orElse("").lines())
                .filter(line -> line.strip().matches("(server|pool|peer)\\s.*"))
                .toList();
        return !sources.isEmpty() && sources.stream().allMatch(line -> line.matches(".*\\snts(\\s.*)?"));
    }

    private HostFact clock() {
        boolean chrony = host.exists("run/chrony/chronyd.pid") || host.exists("run/chronyd.pid");
        boolean timesyncd = host.exists("run/systemd/timesync/synchronized");
        boolean secured = chrony && authenticated();
        return host.fact(
                "host.clock-source",
                chrony ? secured ? "chrony-nts" : "chrony" : timesyncd ? "timesyncd" : "none",
                chrony || timesyncd ? Standing.CHECKED : Standing.MISSING,
                secured
                        ? "time comes authenticated"
                        : chrony || timesyncd
                                ? "time comes unauthenticated"
                                : "nothing keeps the clock that can be seen");
    }
}
