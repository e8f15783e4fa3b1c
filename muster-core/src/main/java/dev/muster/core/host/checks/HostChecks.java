package dev.muster.core.host.checks;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.FactKey;
import dev.muster.core.host.HostFacts;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The checks about what devices say of their hosts: one table. A new check is a row. */
public final class HostChecks {
    /** Newer kernels than any that is known say a higher version; then this grows. */
    private static final int LANDLOCK_MAX = 15;

    private HostChecks() {}

    /** All of them. */
    public static List<Check> all() {
        return Stream.of(memory(), barriers(), running(), kept(), reachable(), listed(), guarded(), SharingChecks.all())
                .flatMap(List::stream)
                .toList();
    }

    /** What a guard holds, as it read it from the kernel. */
    private static List<Check> guarded() {
        return List.of(
                new HostCheck(
                        "HO-guard",
                        "a guard apart from the agent holds the device",
                        HostFacts.GUARD,
                        List.of("two processes"),
                        List.of("one process"),
                        "start the device with `muster guard`"),
                new HostCheck(
                        "HO-agent",
                        "the agent is an ordinary user that the kernel holds",
                        HostFacts.AGENT,
                        List.of("confined"),
                        List.of("unconfined", "partly"),
                        "let a guard start the agent"),
                new HostCheck(
                        "HO-programs",
                        "only programs that the maker named run",
                        HostFacts.PROGRAMS,
                        List.of("allow-list"),
                        List.of("any"),
                        "name the programs in the device's manifest"),
                new HostCheck(
                        "HO-baseline",
                        "files are held to a maker's manifest",
                        HostFacts.BASELINE,
                        List.of("held"),
                        List.of("none"),
                        "name the files in the device's manifest"),
                new HostCheck(
                        "HO-workloads",
                        "workloads run in worlds of their own",
                        HostFacts.WORKLOADS,
                        List.of("runc", "bwrap"),
                        List.of("unlimited"),
                        "name the workloads in the device's manifest"));
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
                        "run chrony with NTS"),
                new HostCheck(
                        "HO-clock-offset",
                        "the clock stands by what the server signed",
                        HostFacts.CLOCK_OFFSET,
                        List.of("right", "near"),
                        List.of("off", "refused"),
                        "let something keep the clock, and give the device a battery for it"));
    }

    /** What holds programs back, and what they may do. */
    private static List<Check> barriers() {
        return List.of(
                new HostCheck(
                        "HO-seccomp",
                        "system calls of each program can be filtered",
                        HostFacts.SECCOMP,
                        List.of("filter"),
                        List.of("none"),
                        "boot a kernel with CONFIG_SECCOMP_FILTER"),
                new HostCheck(
                        "HO-landlock",
                        "programs can be held to files of their own",
                        HostFacts.LANDLOCK,
                        IntStream.rangeClosed(1, LANDLOCK_MAX)
                                .mapToObj(version -> "version " + version)
                                .toList(),
                        List.of("none"),
                        "boot a kernel with CONFIG_SECURITY_LANDLOCK"),
                new TpmStillThere(),
                new NotAllRoot(),
                new OneRoot());
    }

    /** What is kept, and what happens when something fails. */
    private static List<Check> kept() {
        return List.of(
                new HostCheck(
                        "HO-core-dumps",
                        "what crashed is given to a program and not left in a file",
                        HostFacts.CORE_DUMPS,
                        List.of("handler"),
                        List.of("file"),
                        "set kernel.core_pattern to a program that reports the crash"),
                new HostCheck(
                        "HO-encryption",
                        "a block device is encrypted",
                        HostFacts.ENCRYPTION,
                        List.of("dm-crypt"),
                        List.of("none"),
                        "keep data on a dm-crypt device"),
                new HostCheck(
                        "HO-ima",
                        "the kernel measures what runs",
                        HostFacts.IMA,
                        List.of("measuring"),
                        List.of("none"),
                        "boot with ima_policy=tcb"),
                new HostCheck(
                        "HO-secure-boot",
                        "the firmware says that secure boot is on",
                        HostFacts.SECURE_BOOT,
                        List.of("on"),
                        List.of("off", "none"),
                        "switch secure boot on with keys of your own"),
                new HostCheck(
                        "HO-watchdog",
                        "a timer restarts a host that hangs",
                        HostFacts.WATCHDOG,
                        List.of("yes"),
                        List.of("none"),
                        "load the watchdog's driver and let the service manager feed it"));
    }

    /** What is there is what should be there. */
    private static List<Check> listed() {
        return List.of(
                new ListedOnly(
                        "HO-ports",
                        "only ports of the product's list wait for others",
                        HostFacts.LISTENING,
                        FactKey.product("product.ports"),
                        "close the port, or record it: muster product state PRODUCT ports <list>"),
                new ListedOnly(
                        "HO-services",
                        "only services of the product's list run",
                        HostFacts.SERVICES,
                        FactKey.product("product.services"),
                        "stop the service, or record it: muster product state PRODUCT services <list>"),
                new ListedOnly(
                        "HO-interfaces",
                        "only interfaces of the product's list are up",
                        HostFacts.INTERFACES,
                        FactKey.product("product.interfaces"),
                        "take the interface down, or record it: muster product state PRODUCT interfaces <list>"),
                new SamePartsCheck());
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
