package dev.muster.guard.confine;

import dev.muster.format.devices.manifest.Violation;
import dev.muster.guard.GuardSettings;
import dev.muster.guard.integrity.Teller;
import dev.muster.guard.linux.Confinement;
import dev.muster.guard.linux.Landlock;
import dev.muster.guard.linux.Landlock.Right;
import dev.muster.guard.linux.Landlock.Rule;
import dev.muster.guard.linux.NetNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent: an ordinary user without capabilities that reaches its own folders, its server's port and nothing else. One that
 * ends is started again; one that an earlier guard started is taken over.
 */
public final class AgentProcess {
    private static final Logger LOG = LoggerFactory.getLogger(AgentProcess.class);
    private static final List<String> OWN = List.of("identity", "state", "slots", "network", "tmp");
    private static final List<String> SYSTEM =
            List.of("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/ssl", "/etc/resolv.conf", "/etc/hosts");
    private static final List<String> READ = List.of(
            "/etc/nsswitch.conf", "/etc/passwd", "/etc/group", "/etc/ld.so.cache", "/etc/host.conf", "/proc", "/sys");
    private static final List<String> DEVICES = List.of("/dev/null", "/dev/random", "/dev/urandom", "/dev/tpmrm0");
    /** The agent's option that says where its TPM is. */
    private static final String TPM = "--tpm";

    private static final int DNS = 53;
    private static final long PAUSE_FIRST_MILLIS = 200;
    private static final long PAUSE_MOST_MILLIS = 30_000;

    /** One that ran for so long begins with the shortest pause again. */
    private static final long STEADY_MILLIS = 60_000;

    private final GuardSettings settings;
    private final NetNamespace network;
    private final Teller teller;
    private final Path kept;
    private Optional<Path> storage = Optional.empty();
    private volatile long process;
    private volatile boolean wanted = true;

    public AgentProcess(GuardSettings settings, NetNamespace network, Teller teller) {
        this.settings = settings;
        this.network = network;
        this.teller = teller;
        this.kept = settings.folder().resolve("agent");
    }

    /** Takes over the one that runs, or starts one, and keeps it running. */
    public void keep() throws IOException {
        ownFolders();
        if (settings.agent().contains(TPM)) {
            new BootProof(Path.of("/")).lend(settings.user());
        }
        storage = new SlotStorage(settings.root()).lend(settings.user());
        if (!settings.agent().isEmpty()) {
            Thread.ofPlatform().daemon().name("agent-keeper").start(this::watch);
        }
    }

    /** Number of the agent's process; 0 when none runs. */
    public long process() {
        return process;
    }

    private void watch() {
        long pause = PAUSE_FIRST_MILLIS;
        try {
            while (wanted) {
                long begin = System.nanoTime();
                ProcessHandle agent = adopted().orElse(null);
                if (agent == null) {
                    agent = start();
                }
                process = agent.pid();
                agent.onExit().join();
                process = 0;
                if (!wanted) {
                    return;
                }
                teller.violated(Violation.AGENT_ENDED, "agent " + agent.pid(), "");
                pause = System.nanoTime() - begin > STEADY_MILLIS * 1_000_000
                        ? PAUSE_FIRST_MILLIS
                        : Math.min(2 * pause, PAUSE_MOST_MILLIS);
                Thread.sleep(pause);
            }
        } catch (IOException | InterruptedException e) {
            LOG.error("the agent is not kept running: {}", e.getMessage());
        }
    }

    private ProcessHandle start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(settings.agent()).inheritIO();
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.directory(settings.root().toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().put("LANG", "C.UTF-8");
        ProcessHandle started =
                network.inside(() -> confinement().start(builder)).toHandle();
        Files.writeString(kept, started.pid() + " " + begin(started));
        return started;
    }

    /** What the agent is left with. */
    Confinement confinement() {
        List<Rule> rules = new ArrayList<>();
        Stream.concat(SYSTEM.stream().map(Path::of), settings.readable().stream())
                .forEach(path -> rules.add(new Rule(path, Right.READ_AND_RUN)));
        READ.forEach(path -> rules.add(new Rule(Path.of(path), Right.READ)));
        DEVICES.forEach(path -> rules.add(new Rule(Path.of(path), Right.WRITE)));
        OWN.forEach(name -> rules.add(new Rule(settings.root().resolve(name), Right.WRITE)));
        rules.add(new Rule(settings.root().resolve("factory"), Right.READ));
        storage.ifPresent(device -> rules.add(new Rule(device, Right.WRITE)));
        int port = Integer.parseInt(settings.home().substring(settings.home().lastIndexOf(':') + 1));
        boolean held = Landlock.abi() > 0;
        return new Confinement(
                OptionalInt.of(settings.user()),
                held ? Optional.of(new Confinement.Files(rules, List.of(port, DNS))) : Optional.empty(),
                true);
    }

    private Optional<ProcessHandle> adopted() throws IOException {
        if (!Files.exists(kept)) {
            return Optional.empty();
        }
        String[] words = Files.readString(kept).strip().split(" ", 2);
        return ProcessHandle.of(Long.parseLong(words[0]))
                .filter(ProcessHandle::isAlive)
                .filter(handle -> words.length == 2 && words[1].equals(begin(handle)));
    }

    /** Numbers of processes come again; the time of their start does not. */
    private static String begin(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toString).orElse("?");
    }

    /** What the agent writes is its own, and what the factory gave it to read is too; it cannot write that. */
    private void ownFolders() throws IOException {
        for (String name : OWN) {
            Files.createDirectories(settings.root().resolve(name));
        }
        for (String name : Stream.concat(OWN.stream(), Stream.of("factory")).toList()) {
            try (Stream<Path> all = Files.walk(settings.root().resolve(name))) {
                for (Path each : all.toList()) {
                    Files.setAttribute(each, "unix:uid", settings.user(), LinkOption.NOFOLLOW_LINKS);
                    Files.setAttribute(each, "unix:gid", settings.user(), LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
    }

    /** Ends it for good. */
    public void end() {
        wanted = false;
        ProcessHandle.of(process).filter(ProcessHandle::isAlive).ifPresent(ProcessHandle::destroy);
    }
}
