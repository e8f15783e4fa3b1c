package dev.muster.guard;

import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.manifest.DeviceManifest;
import dev.muster.format.devices.manifest.Held;
import dev.muster.format.devices.manifest.Response;
import dev.muster.format.devices.manifest.Violation;
import dev.muster.format.devices.manifest.Workload;
import dev.muster.format.network.nft.NftException;
import dev.muster.guard.confine.AgentProcess;
import dev.muster.guard.confine.ContainerRuntime;
import dev.muster.guard.confine.Workloads;
import dev.muster.guard.firewall.DeviceFirewall;
import dev.muster.guard.host.GuardFacts;
import dev.muster.guard.host.Host;
import dev.muster.guard.integrity.ExecGate;
import dev.muster.guard.integrity.FileWatch;
import dev.muster.guard.integrity.Manifests;
import dev.muster.guard.integrity.PartsWatch;
import dev.muster.guard.integrity.Teller;
import dev.muster.guard.linux.NetNamespace;
import dev.muster.guard.sense.Reflexes;
import dev.muster.guard.socket.Ask;
import dev.muster.guard.socket.GuardDoor;
import dev.muster.guard.socket.Say;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The guard. It starts in the order in which a device is safe: network closed, actuators ruled, files and programs held, and
 * only then anything that runs.
 */
public final class Guard implements Teller, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Guard.class);

    private final GuardSettings settings;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final NetNamespace network;
    private final News news;
    private final Manifests manifests;
    private final Optional<DeviceFirewall> firewall;
    private final AgentProcess agent;
    private final DeviceState state;
    private final Rounds rounds;
    private final ExecutorService acting = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("guard-acts").factory());
    private final List<AutoCloseable> opened = new ArrayList<>();
    private @Nullable ExecGate gate;
    private volatile @Nullable FileWatch files;
    private @Nullable Workloads workloads;
    private volatile @Nullable Reflexes reflexes;

    /** @throws IOException when another guard has this device, or a mechanism that was asked for is not there */
    public Guard(GuardSettings settings) throws IOException {
        this.settings = settings;
        Path folder = Files.createDirectories(settings.folder());
        // The agent passes through it to the socket and sees nothing else.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        this.lockFile = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock taken = lockFile.tryLock();
        if (taken == null) {
            throw new IOException("another guard has " + settings.root());
        }
        this.lock = taken;
        this.network = NetNamespace.open(settings.network());
        this.news = new News(folder.resolve("news"));
        this.manifests = new Manifests(settings.root().resolve("factory"), folder.resolve("manifest.cose"));
        this.firewall = settings.firewall() ? Optional.of(DeviceFirewall.of(settings, network)) : Optional.empty();
        this.agent = new AgentProcess(settings, network, this);
        this.state = new DeviceState(folder.resolve("state"));
        this.rounds = new Rounds(settings, network, firewall, this);
    }

    /** Begins. */
    public void start() throws IOException {
        if (firewall.isPresent()) {
            firewall.get().first();
        }
        gate = new ExecGate(() -> manifests.current().programsHex(), this);
        workloads = new Workloads(
                settings.root(), settings.folder().resolve("workloads"), network, gate, ContainerRuntime.here(), this);
        hold();
        opened.add(GuardDoor.open(GuardSettings.socket(settings.root()), settings.user(), this::answer));
        agent.keep();
        // What is asked is what is there then: a new manifest brings another watch.
        rounds.start(List.of(
                new Heartbeat(acting),
                gate(),
                () -> Optional.ofNullable(files).flatMap(FileWatch::fault),
                () -> Optional.ofNullable(reflexes).flatMap(Reflexes::fault)));
    }

    /** Holds the device to the manifest in force. */
    private synchronized void hold() throws IOException {
        DeviceManifest manifest = manifests.current();
        closeAll();
        if (reflexes != null) {
            reflexes.close();
        }
        reflexes = new Reflexes(settings.sensors(), settings.actuators(), manifest.reflexes(), this);
        if (!manifest.programs().isEmpty()) {
            for (Path folder : folders(manifest)) {
                gate().holdFolder(folder);
            }
        }
        files = new FileWatch(gate(), settings.root(), manifest.files(), settings.rehash(), this);
        opened.add(files);
        // Before a maker has decided anything nothing is taken away from whoever assembles the device.
        if (manifest.sequence() > 0) {
            opened.add(new PartsWatch(network, settings.hardware(), manifest.parts(), this));
        }
        for (Workload workload : manifest.workloads()) {
            worlds().release(workload);
            if (state.mayRun()) {
                worlds().start(workload);
            }
        }
        worlds().freeze(state.now().equals(DeviceState.FROZEN));
    }

    private List<Path> folders(DeviceManifest manifest) {
        return manifest.files().stream()
                .map(Held::path)
                .map(path -> settings.root().resolve(path).getParent())
                .distinct()
                .filter(Files::isDirectory)
                .toList();
    }

    private void closeAll() {
        for (AutoCloseable each : List.copyOf(opened)) {
            if (!(each instanceof GuardDoor) && opened.remove(each)) {
                close(each);
            }
        }
    }

    private static void close(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception e) {
            LOG.debug("not closed: {}", e.getMessage());
        }
    }

    private Say answer(boolean mine, Ask ask) {
        try {
            return switch (ask) {
                case Ask.Status _ ->
                    new Say.Standing(
                            ProcessHandle.current().pid(),
                            agent.process(),
                            state.now(),
                            manifests.current().sequence(),
                            worlds().names());
                case Ask.Look _ -> new Say.Looked(look());
                case Ask.Rules rules -> rules(rules.ruleset());
                case Ask.Table _ -> new Say.Table(ours().list());
                case Ask.News after -> new Say.News(news.after(after.after()));
                case Ask.Manifest manifest -> {
                    manifests.take(manifest.signed());
                    hold();
                    yield new Say.Done("manifest " + manifests.current().sequence());
                }
                case Ask.Start start -> start(start.workload());
                case Ask.Stop stop -> {
                    worlds().stop(stop.workload());
                    yield new Say.Done(stop.workload() + " is stopped");
                }
                case Ask.Judged rule -> {
                    present(reflexes).say(rule.rule(), rule.value());
                    yield new Say.Done("");
                }
                case Ask.Thaw _ ->
                    mine ? thaw() : new Say.Refused("not-root", "only root puts a device back into service");
            };
        } catch (NftException e) {
            return new Say.Refused("ruleset", "not the table that can be proved: " + e.getMessage());
        } catch (IOException e) {
            return new Say.Refused("not-done", String.valueOf(e.getMessage()));
        }
    }

    private Say rules(String ruleset) throws IOException {
        if (state.now().equals(DeviceState.SAFE)) {
            return new Say.Refused("safe-state", "the network stays closed until a person puts the device back");
        }
        ours().take(ruleset);
        return new Say.Done("in force");
    }

    private Say start(String name) throws IOException {
        if (!state.mayRun()) {
            throw new IOException("the device is " + state.now());
        }
        worlds().start(manifests.current().workloads().stream()
                .filter(w -> w.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IOException("the manifest has no workload " + name)));
        return new Say.Done(name + " runs");
    }

    private Say thaw() throws IOException {
        state.set(DeviceState.NORMAL);
        worlds().freeze(false);
        for (Workload workload : manifests.current().workloads()) {
            worlds().start(workload);
        }
        return new Say.Done("normal");
    }

    private List<HostFact> look() throws IOException {
        List<HostFact> all = new ArrayList<>(Host.here().look());
        all.add(GuardFacts.guard(network.isElsewhere(), agent.process(), Keeper.here()));
        all.add(GuardFacts.agent(agent.process()));
        rounds.watchdog().ifPresent(fact -> all.replaceAll(one -> one.key().equals(fact.key()) ? fact : one));
        all.addAll(GuardFacts.held(
                manifests.current(), Optional.ofNullable(files).map(FileWatch::lookedMillis), worlds()));
        return all;
    }

    /** Acts on a thread of its own: whoever tells may be the one that a program waits for. */
    @Override
    public void violated(Violation kind, String what, String culprit) {
        if (!acting.isShutdown()) {
            acting.execute(() -> judge(kind, what, culprit));
        }
    }

    private void judge(Violation kind, String what, String culprit) {
        Response response = manifests.current().response(kind);
        String done;
        try {
            done = new Reaction(worlds(), present(reflexes), firewall, state).to(response);
        } catch (IOException e) {
            done = response + " failed: " + e.getMessage();
        }
        news.add(kind, what, culprit, done);
    }

    private ExecGate gate() {
        return present(gate);
    }

    private Workloads worlds() {
        return present(workloads);
    }

    private DeviceFirewall ours() throws IOException {
        return firewall.orElseThrow(() -> new IOException("the packet filter is not the guard's"));
    }

    private static <T> T present(@Nullable T thing) {
        if (thing == null) {
            throw new IllegalStateException("the guard has not started");
        }
        return thing;
    }

    /** Waits until the process is ended. */
    public void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    /** Ends the agent and all workloads; the packet filter stays as it is. */
    @Override
    public void close() throws IOException {
        rounds.end();
        agent.end();
        acting.shutdown();
        worlds().stopAll();
        closeAll();
        opened.forEach(Guard::close);
        if (reflexes != null) {
            reflexes.close();
        }
        gate().close();
        network.close();
        lock.release();
        lockFile.close();
    }
}
