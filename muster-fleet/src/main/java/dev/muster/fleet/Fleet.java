package dev.muster.fleet;

import dev.muster.agent.AgentGround;
import dev.muster.agent.AgentSettings;
import dev.muster.agent.Notice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The simulated devices of one process: one for each folder of a fleet folder. */
public final class Fleet implements AutoCloseable {

    /** Tells what happens on which device. */
    public interface Listener {
        void noticed(String device, Notice notice);
    }

    private final TreeMap<String, VirtualDevice> devices = new TreeMap<>();
    private final Path folder;
    private final AgentSettings settings;
    private final AgentGround ground;
    private final Listener listener;

    /**
     * @param folder holds a folder for each device, as {@code dev.muster.fleet.maker} assembles them; they may come later,
     *     see {@link #look()}
     */
    public Fleet(Path folder, AgentSettings settings, AgentGround ground, Listener listener) throws IOException {
        this.folder = folder;
        this.settings = settings;
        this.ground = ground;
        this.listener = listener;
        look();
    }

    /** Looks for devices that were assembled meanwhile. */
    public void look() throws IOException {
        try (Stream<Path> folders = Files.list(folder)) {
            for (Path each : folders.filter(Files::isDirectory).sorted().toList()) {
                String id = each.getFileName().toString();
                devices.computeIfAbsent(id, known -> new VirtualDevice(known, each));
            }
        }
    }

    /** The ids of all devices, running or not. */
    public List<String> ids() {
        return List.copyOf(devices.keySet());
    }

    /** Switches a device on; one that runs stays as it is. */
    public void start(String id) throws IOException {
        device(id).start(settings, ground, notice -> listener.noticed(id, notice));
    }

    /** Pulls a device's plug. */
    public void stop(String id) throws IOException, InterruptedException {
        device(id).stop();
    }

    /** Changes one byte of a file in the slot that runs. */
    public Path tamper(String id, String file) throws IOException {
        return Tamper.flipByte(device(id).roots(), file);
    }

    private VirtualDevice device(String id) throws IOException {
        return Optional.ofNullable(devices.get(id))
                .orElseThrow(() -> new IOException("there is no simulated device " + id));
    }

    @Override
    public void close() throws IOException {
        try {
            // All of them first: each needs a moment to notice, and two thousand moments are an hour.
            devices.values().forEach(VirtualDevice::unplug);
            for (VirtualDevice device : devices.values()) {
                device.stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ground.sense().close();
    }
}
