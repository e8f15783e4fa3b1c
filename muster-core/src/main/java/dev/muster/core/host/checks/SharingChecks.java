package dev.muster.core.host.checks;

import dev.muster.core.facts.Check;
import dev.muster.core.host.HostFacts;
import java.util.List;
import java.util.stream.Stream;

/** How what there is of everything on a host is shared out and given back. */
final class SharingChecks {
    private SharingChecks() {}

    static List<Check> all() {
        return Stream.of(resources(), behaviour()).flatMap(List::stream).toList();
    }

    private static List<Check> resources() {
        return List.of(
                new HostCheck(
                        "HO-connections",
                        "connections end, and their ports are given back",
                        HostFacts.CONNECTIONS,
                        List.of("closed"),
                        List.of("left-open"),
                        "find the program that does not close what its peer has closed"),
                new HostCheck(
                        "HO-memory",
                        "the kernel has not had to take memory from a program",
                        HostFacts.MEMORY,
                        List.of("returned"),
                        List.of("taken"),
                        "limit the program that grew, and start anew"),
                new HostCheck(
                        "HO-quota",
                        "what programs may store is bounded",
                        HostFacts.QUOTA,
                        List.of("quota", "partitions"),
                        List.of("none"),
                        "keep data on a file system of its own, or mount it with quotas"));
    }

    private static List<Check> behaviour() {
        return List.of(
                new HostCheck(
                        "HO-compression",
                        "what would fill the storage is compressed",
                        HostFacts.COMPRESSION,
                        List.of(
                                "files",
                                "journal",
                                "memory",
                                "files, journal",
                                "files, memory",
                                "journal, memory",
                                "files, journal, memory"),
                        List.of("none"),
                        "let the journal compress, or use a file system that does"),
                new HostCheck(
                        "HO-states",
                        "the host has states to run in besides the usual one",
                        HostFacts.STATES,
                        List.of("several"),
                        List.of("one"),
                        "give it a state for rescue or maintenance"),
                new HostCheck(
                        "HO-rates",
                        "the kernel limits the rate of its answers and of half-open connections",
                        HostFacts.RATES,
                        List.of("limited"),
                        List.of("unlimited"),
                        "set net.ipv4.icmp_ratelimit above 0 and net.ipv4.tcp_syncookies to 1"),
                new SensesSomething(),
                new NothingUnasked());
    }
}
