package dev.muster.guard.confine;

import dev.muster.format.devices.manifest.Violation;
import dev.muster.format.devices.manifest.Workload;
import dev.muster.guard.integrity.ExecGate;
import dev.muster.guard.integrity.Teller;
import dev.muster.guard.linux.NetNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workloads that run. One that ends by itself is told and started again, each time a little later. */
public final class Workloads {
    /** Files that a workload may keep: as many as fit a small data volume, none a way to fill the kernel's memory. */
    static final int INODES_MAX = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(Workloads.class);
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");
    private static final long PAUSE_FIRST_MILLIS = 500;
    private static final long PAUSE_MOST_MILLIS = 60_000;

    /** One that ran for so long begins with the shortest pause again. */
    private static final long STEADY_MILLIS = 60_000;

    private static final int KILLED = 128 + 9;
    private static final int FORBIDDEN = 128 + 31;

    private final Path root;
    private final Path folder;
    private final NetNamespace network;
    private final ExecGate gate;
    private final ContainerRuntime runtime;
    private final Teller teller;
    private final Map<String, World> running = new LinkedHashMap<>();
    private boolean frozen;

    /**
     * @param root the device's folder
     * @param folder the guard's
     * @param network the device's
     * @param gate holds the programs of workloads
     * @param runtime makes their worlds
     */
    public Workloads(
            Path root, Path folder, NetNamespace network, ExecGate gate, ContainerRuntime runtime, Teller teller)
            throws IOException {
        this.root = root;
        this.folder = Files.createDirectories(folder);
        this.network = network;
        this.gate = gate;
        this.runtime = runtime;
        this.teller = teller;
    }

    /** One that runs. */
    private static final class World {
        final Workload workload;
        final Volume volume;
        final ControlGroup group;
        volatile boolean wanted = true;

        World(Workload workload, Volume volume, ControlGroup group) {
            this.workload = workload;
            this.volume = volume;
            this.group = group;
        }
    }

    /** {@code runc}, {@code bwrap} or {@code none}. */
    public String runtime() {
        return runtime.word();
    }

    public synchronized List<String> names() {
        return List.copyOf(running.keySet());
    }

    /** The control group of one that runs. */
    public synchronized ControlGroup group(String name) throws IOException {
        World world = running.get(name);
        if (world == null) {
            throw new IOException(name + " does not run");
        }
        return world.group;
    }

    /**
     * Starts one; does nothing when it runs, or all stand still.
     *
     * @throws IOException when there is no room, or the kernel does not give what it needs: it never runs with less
     */
    public synchronized void start(Workload workload) throws IOException {
        if (frozen || running.containsKey(workload.name())) {
            return;
        }
        release(workload);
        Volume volume = volume(workload);
        World world = new World(workload, volume, group(workload));
        try {
            volume.fill(root.resolve(workload.root()));
            gate.holdFileSystem(volume.mount());
            running.put(workload.name(), world);
            tellKeeper();
            Process process = runtime.start(world.workload, volume.mount(), bundle(workload), world.group, network);
            Thread.ofPlatform().daemon().name("workload-" + workload.name()).start(() -> keep(world, process));
        } catch (IOException e) {
            running.remove(workload.name());
            release(workload);
            tellKeeper();
            throw e;
        }
    }

    private void keep(World world, Process first) {
        Process process = first;
        long pause = PAUSE_FIRST_MILLIS;
        try {
            while (true) {
                long begin = System.nanoTime();
                int status = process.waitFor();
                if (!world.wanted) {
                    return;
                }
                boolean memory = world.group.outOfMemory() > 0;
                Violation kind = status == FORBIDDEN
                        ? Violation.FORBIDDEN_CALL
                        : memory && status == KILLED ? Violation.OUT_OF_MEMORY : Violation.WORKLOAD_FAILED;
                teller.violated(kind, world.workload.name() + " ended with " + status, "");
                pause = System.nanoTime() - begin > STEADY_MILLIS * 1_000_000 ? PAUSE_FIRST_MILLIS : pause;
                Thread.sleep(pause);
                pause = Math.min(2 * pause, PAUSE_MOST_MILLIS);
                synchronized (this) {
                    // What is started anew is not frozen, and that it ended may be why all stand still.
                    while (frozen && world.wanted) {
                        wait();
                    }
                    if (!world.wanted) {
                        return;
                    }
                    runtime.release(id(world.workload), world.group);
                    process = runtime.start(
                            world.workload, world.volume.mount(), bundle(world.workload), world.group, network);
                }
            }
        } catch (InterruptedException | IOException e) {
            LOG.warn("{} is not kept running: {}", world.workload.name(), e.getMessage());
        }
    }

    /** Stops one and releases its processes, group and volume. */
    public void stop(String name) throws IOException {
        World world;
        synchronized (this) {
            world = running.remove(name);
            if (world == null) {
                throw new IOException(name + " does not run");
            }
            world.wanted = false;
            notifyAll();
            release(world.workload);
            tellKeeper();
        }
    }

    public void stopAll() {
        for (String name : names()) {
            try {
                stop(name);
            } catch (IOException e) {
                LOG.error("{} does not stop: {}", name, e.getMessage());
            }
        }
    }

    public synchronized void freeze(boolean still) {
        frozen = still;
        notifyAll();
        for (World world : running.values()) {
            try {
                world.group.freeze(still);
            } catch (IOException e) {
                LOG.error("{} is not frozen: {}", world.workload.name(), e.getMessage());
            }
        }
    }

    /** Releases what an earlier guard, or an attempt, left of a workload. */
    public void release(Workload workload) {
        runtime.release(id(workload), group(workload));
        volume(workload).release();
    }

    private Volume volume(Workload workload) {
        return new Volume(folder.resolve(workload.name() + "-root"));
    }

    private Path bundle(Workload workload) {
        return folder.resolve(workload.name());
    }

    /** The same for every guard of this device, and no other device's on the same machine. */
    private String id(Workload workload) {
        return "muster-" + Integer.toHexString(root.toAbsolutePath().hashCode()) + "-" + workload.name();
    }

    private ControlGroup group(Workload workload) {
        return new ControlGroup(GROUPS, id(workload));
    }

    /** What freezes each of them, for the keeper: it does so when the guard cannot. */
    private void tellKeeper() throws IOException {
        String lines = running.values().stream()
                .map(world -> world.group.freezer().getKey() + " "
                        + world.group.freezer().getValue() + "\n")
                .collect(Collectors.joining());
        Files.write(folder.resolveSibling("freeze"), lines.getBytes(StandardCharsets.UTF_8));
    }
}
