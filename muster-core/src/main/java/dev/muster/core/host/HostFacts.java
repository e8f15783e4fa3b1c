package dev.muster.core.host;

import static dev.muster.core.facts.FactType.text;

import dev.muster.core.facts.DeclaredFact;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Vocabulary;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.FactRule;
import dev.muster.core.ledger.Grade;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Properties of hosts, in the device's words ({@code REPORTED}). What a virtual device says of hardware that is not there is
 * the word {@code simulated}, whatever its value. Keys that this version does not know stay in the entry and state nothing.
 */
public final class HostFacts implements FactRule {
    private static final String SIMULATED = "simulated";
    private static final Vocabulary WORDS = new Vocabulary();

    public static final FactKey ASLR =
            said("host.aslr", "how far addresses of programs are random: full, partial, off");
    public static final FactKey KERNEL_MEMORY =
            said("host.kernel-memory", "whether the kernel keeps its memory from programs: kept, partly, open");
    public static final FactKey NO_EXECUTE = said("host.no-execute", "whether data cannot be run: yes, no");
    public static final FactKey PTRACE_SCOPE =
            said("host.ptrace-scope", "how far a process may read the memory of others of its user: 0 to 3, none");
    public static final FactKey SECCOMP = said("host.seccomp", "whether system calls can be filtered: filter, none");
    public static final FactKey LANDLOCK = said("host.landlock", "version of the kernel's Landlock, or none");
    public static final FactKey CORE_DUMPS =
            said("host.core-dumps", "where the memory of crashed programs goes: handler, file");
    public static final FactKey DEBUG =
            said("host.debug", "whether debuggers and serial logins are configured: closed, open");
    public static final FactKey LIMITS = said(
            "host.limits",
            "which of memory, processor and processes can be limited, and by which version of control groups");
    public static final FactKey HEADROOM =
            said("host.headroom", "whether there is room for the next image: enough, short");
    public static final FactKey PRESSURE = said("host.pressure", "whether stalls are measured: measured, none");
    public static final FactKey ROOT =
            said("host.root", "how the root file system is held: verity, read-only, writable");
    public static final FactKey ENCRYPTION =
            said("host.encryption", "whether a block device is encrypted: dm-crypt, none");
    public static final FactKey IMA = said("host.ima", "whether the kernel measures what runs: measuring, none");
    public static final FactKey SECURE_BOOT =
            said("host.secure-boot", "what the firmware says of secure boot: on, off, none");
    public static final FactKey PRIVILEGES =
            said("host.privileges", "how many processes are root or have capabilities");
    public static final FactKey DOMAINS = said("host.domains", "whether processes run in distinct domains: apart, one");
    public static final FactKey SERVICES = said("host.services", "services that the service manager runs");
    public static final FactKey LISTENING = said("host.listening", "sockets that wait for others");
    public static final FactKey INTERFACES = said("host.interfaces", "network interfaces that are up");
    public static final FactKey RESOLVER =
            said("host.resolver", "how names are resolved: validating, local, remote, none");
    public static final FactKey CLOCK_SOURCE =
            said("host.clock-source", "what keeps the clock: chrony-nts, chrony, timesyncd, none");
    public static final FactKey CLOCK_OFFSET = said(
            "host.clock-offset",
            "how the clock stands to the last time that the server signed: right (5 s), near (as far as certificates"
                    + " forgive), off, refused (before a signed time), unknown");
    public static final FactKey PASSWORDS = said("host.passwords", "how passwords are kept: strong, weak, none");
    public static final FactKey LOGIN_THROTTLE =
            said("host.login-throttle", "whether failed logins lock an account: faillock, none");
    public static final FactKey REMOTE_LOGIN =
            said("host.remote-login", "how ssh is logged in to: keys, passwords, none");
    public static final FactKey ACCOUNTS =
            said("host.accounts", "accounts with the rights of root, and those who may take them");
    public static final FactKey HARDWARE =
            said("host.hardware", "number and digest of the parts on the PCI and USB buses");
    public static final FactKey USB = said("host.usb", "whether USB devices are used before they are authorised");
    public static final FactKey TPM = said("host.tpm", "whether there is a TPM 2.0: yes, none");
    public static final FactKey WATCHDOG = said(
            "host.watchdog",
            "whether a timer restarts a host that hangs: fed (by the guard, while its self-checks pass), starving, yes"
                    + " (there, fed by others or not), none");
    public static final FactKey SENSORS = said("host.sensors", "sensors and lines for actuators");

    public static final FactKey CONNECTIONS =
            said("host.connections", "whether connections end and their places are given back: closed, left-open");
    public static final FactKey MEMORY =
            said("host.memory", "whether memory was given back before the kernel had to take it: returned, taken");
    public static final FactKey QUOTA =
            said("host.quota", "whether what a user or program may store is bounded: quota, partitions, none");
    public static final FactKey COMPRESSION = said("host.compression", "what is compressed to save room, or none");
    public static final FactKey STATES =
            said("host.states", "whether the service manager has states to run in besides the usual one: several, one");
    public static final FactKey RATES =
            said("host.rates", "whether the kernel holds back answers and half-open connections: limited, unlimited");

    public static final FactKey GUARD =
            said("host.guard", "whether a guard apart from the agent holds the device: two processes, one process");
    public static final FactKey AGENT =
            said("host.agent", "how the agent's process is held by the kernel: confined, partly, unconfined");
    public static final FactKey PROGRAMS =
            said("host.programs", "which programs run in the folders of the manifest: allow-list, any");
    public static final FactKey BASELINE =
            said("host.baseline", "whether files are held to a maker's manifest: held, none");
    public static final FactKey WORKLOADS =
            said("host.workloads", "what makes the worlds of workloads: runc, bwrap, unlimited, none");

    private static final Set<String> KNOWN =
            WORDS.all().stream().map(DeclaredFact::key).collect(Collectors.toUnmodifiableSet());

    private static FactKey said(String key, String meaning) {
        return WORDS.device(key, text(), Grade.REPORTED, meaning);
    }

    /** What these facts are called and mean. */
    public static List<DeclaredFact> vocabulary() {
        return WORDS.all();
    }

    @Override
    public List<Fact> facts(Entry entry, Event event) {
        return event instanceof HostReported reported
                ? reported.properties().stream()
                        .filter(p -> KNOWN.contains(p.key()))
                        .map(p -> new Fact(
                                entry.subject(),
                                p.key(),
                                p.standing().equals(SIMULATED) ? SIMULATED : p.value(),
                                entry.effectiveAt(),
                                Grade.REPORTED,
                                entry.index()))
                        .toList()
                : List.of();
    }
}
