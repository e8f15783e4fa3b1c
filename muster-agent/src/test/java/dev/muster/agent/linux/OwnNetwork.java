package dev.muster.agent.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.guard.firewall.NftProgram;
import dev.muster.testing.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A network namespace of its own: what the filter loads there, the program nft sees. */
final class OwnNetwork {
    private final Process world;

    private OwnNetwork(Process world) {
        this.world = world;
    }

    static OwnNetwork begin() throws IOException {
        Needs.root("the kernel");
        Needs.tool("nft", "the kernel");
        Process world = new ProcessBuilder("unshare", "-n", "sh", "-c", "echo ready; exec sleep 120").start();
        assertThat(world.inputReader().readLine()).as("a namespace").isEqualTo("ready");
        return new OwnNetwork(world);
    }

    NftProgram nft() {
        return new NftProgram(List.of("nsenter", "-t", String.valueOf(world.pid()), "-n", "nft"));
    }

    Path namespace() {
        return Path.of("/proc/" + world.pid() + "/ns/net");
    }

    void end() throws InterruptedException {
        world.destroy();
        world.waitFor(10, TimeUnit.SECONDS);
    }
}
