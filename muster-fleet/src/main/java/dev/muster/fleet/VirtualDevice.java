package dev.muster.fleet;

import dev.muster.agent.Agent;
import dev.muster.agent.AgentGround;
import dev.muster.agent.AgentSettings;
import dev.muster.agent.Notice;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One simulated device: a folder for its hardware and the agent's real code on a virtual thread. */
final class VirtualDevice {

    private final String id;
    private final DeviceRoots roots;
    private @Nullable Thread running;

    VirtualDevice(String id, Path folder) {
        this.id = id;
        this.roots = DeviceRoots.under(folder, Strength.SIMULATED, Durability.PROCESS_END);
    }

    String id() {
        return id;
    }

    DeviceRoots roots() {
        return roots;
    }

    /** Switches it on. */
    synchronized void start(AgentSettings settings, AgentGround ground, Notice.Listener listener) throws IOException {
        if (running != null && running.isAlive()) {
            return;
        }
        Agent agent = new Agent(roots.create(), settings, ground, listener);
        running = Thread.ofVirtual().name("simulated-" + id).start(agent);
    }

    /** Pulls the plug and does not wait. */
    synchronized void unplug() {
        if (running != null) {
            running.interrupt();
        }
    }

    /** Pulls the plug, and waits until it is off. */
    synchronized void stop() throws InterruptedException {
        Thread thread = running;
        if (thread != null) {
            thread.interrupt();
            thread.join();
            running = null;
        }
    }
}
