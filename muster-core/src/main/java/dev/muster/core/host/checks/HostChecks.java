package dev.muster.core.host.checks;

import dev.muster.core.facts.Check;
import dev.muster.core.host.HostFacts;
import java.util.List;
import java.util.stream.Stream;

/** The checks about what devices say of their hosts: one table. A new check is a row. */
public final class HostChecks {
    private HostChecks() {}

    /** All of them. */
    public static List<Check> all() {
        return Stream.of(memory(), running(), reachable()).flatMap(List::stream).toList();
    }

    /** How memory is kept. */
    private static List<Check> memory() {
        return List.of(
                new HostCheck(
                        "HO-aslr",
                        "addresses of programs are random",
                        HostFacts.ASLR,
                        List.of("full"),
                        List.of("off"),
                        "set kernel.randomize_va_space to 2"),
                new HostCheck(
                        "HO-kernel-memory",
                        "the kernel keeps its memory from programs",
                        HostFacts.KERNEL_MEMORY,
                        List.of("kept"),
                        List.of("open"),
                        "lock the kernel down and take /dev/mem away"),
                new HostCheck(
                        "HO-no-execute",
                        "data cannot be run",
                        HostFacts.NO_EXECUTE,
                        List.of("yes"),
                        List.of("no"),
                        "choose a processor with the feature"),
                new HostCheck(
                        "HO-ptrace",
                        "a process cannot read the memory of others",
                        HostFacts.PTRACE_SCOPE,
                        List.of("1", "2", "3"),
                        List.of("0", "none"),
                        "set kernel.yama.ptrace_scope to 1 or more"),
                new HostCheck(
                        "HO-domains",
                        "processes run in distinct domains",
                        HostFacts.DOMAINS,
                        List.of("apart"),
                        List.of("one"),
                        "give each service a user and a filter of its own"));
    }

    /** What runs on, and from what. */
    private static List<Check> running() {
        return List.of(
                new HostCheck(
                        "HO-limits",
                        "resources of each workload can be limited",
                        HostFacts.LIMITS,
                        List.of("memory v2, cpu v2, pids v2", "memory v1, cpu v1, pids v1"),
                        List.of("none"),
                        "boot a kernel with control groups for memory, processor and processes"),
                new HostCheck(
                        "HO-headroom",
                        "there is room for the next image",
                        HostFacts.HEADROOM,
                        List.of("enough"),
                        List.of("short"),
                        "free disk or memory"),
                new HostCheck(
                        "HO-root",
                        "the operating software is on media that nothing writes",
                        HostFacts.ROOT,
                        List.of("verity", "read-only"),
                        List.of("writable"),
                        "mount the root read-only, with dm-verity"),
                new HostCheck(
                        "HO-clock",
                        "something keeps the clock",
                        HostFacts.CLOCK_SOURCE,
                        List.of("chrony-nts", "chrony", "timesyncd"),
                        List.of("none"),
                        "run chrony with NTS"));
    }

    /** Who can reach the host. */
    private static List<Check> reachable() {
        return List.of(
                new HostCheck(
                        "HO-resolver",
                        "names are resolved with DNSSEC",
                        HostFacts.RESOLVER,
                        List.of("validating"),
                        List.of("remote", "none"),
                        "run a validating resolver on the host"),
                new HostCheck(
                        "HO-passwords",
                        "passwords are kept well",
                        HostFacts.PASSWORDS,
                        List.of("strong", "none"),
                        List.of("weak"),
                        "use yescrypt or sha512 and no empty password"),
                new HostCheck(
                        "HO-throttle",
                        "failed logins lock an account",
                        HostFacts.LOGIN_THROTTLE,
                        List.of("faillock"),
                        List.of("none"),
                        "put pam_faillock into the login stack"),
                new HostCheck(
                        "HO-remote-login",
                        "nobody logs in over the network with a password",
                        HostFacts.REMOTE_LOGIN,
                        List.of("keys", "none"),
                        List.of("passwords"),
                        "set PasswordAuthentication no"),
                new HostCheck(
                        "HO-debug",
                        "no debugger and no serial login is configured",
                        HostFacts.DEBUG,
                        List.of("closed"),
                        List.of("open"),
                        "take debuggers and serial logins out of the boot configuration"),
                new HostCheck(
                        "HO-usb",
                        "USB devices are not used before they are authorised",
                        HostFacts.USB,
                        List.of("none", "unauthorised by default"),
                        List.of("open"),
                        "boot with usbcore.authorized_default=0"));
    }
}
