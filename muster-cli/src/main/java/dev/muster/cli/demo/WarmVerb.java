package dev.muster.cli.demo;

import dev.muster.agent.AgentGround;
import dev.muster.agent.AgentSettings;
import dev.muster.agent.sense.FileSense;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.fleet.Fleet;
import dev.muster.server.MusterServer;
import dev.muster.server.config.ServerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import picocli.CommandLine.Command;

/**
 * {@code muster warm}: what the launcher runs once to make the cache of loaded classes (JEP 514). A server, a few
 * simulated devices and the first half of the demo in one process, so that the classes of all of them are in the cache.
 */
@Command(name = "warm", hidden = true, description = "Load what the other verbs need; the launcher runs it once.")
public final class WarmVerb extends Verb {

    private static final int DEVICES = 4;
    private static final Duration MOST = Duration.ofSeconds(60);

    /** Somebody waits for their first start, or for a package to be installed: then the cache is made of less. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @Override
    protected Status run(Screen screen) throws Exception {
        Path folder = Files.createTempDirectory("muster-warm-");
        Thread.ofPlatform().daemon().name("warm-end").start(() -> endLate(folder));
        DemoPlan plan = new DemoPlan(DEVICES, 1, folder, 0);
        Story unheard =
                new Story(new Screen(new PrintWriter(new StringWriter()), new PrintWriter(new StringWriter()), true));
        ServerConfig config = ServerConfig.load(
                plan.server(),
                Map.of("http.console-port", "0", "http.device-port", "0", "access.organisation", DemoPlan.ORG),
                Map.of());
        try (MusterServer server = MusterServer.start(config);
                DemoWorld world = new DemoWorld(plan)) {
            world.adopt(server.device());
            new MakerStep().run(world, unheard);
            JoinStep.assemble(world, false);
            AgentGround ground =
                    AgentGround.shared(InstantSource.system(), world.random(), new Random(1), new FileSense());
            try (Fleet fleet = new Fleet(plan.fleet(), AgentSettings.quick(), ground, (device, notice) -> {})) {
                for (String id : fleet.ids()) {
                    fleet.start(id);
                }
                Devices seen = new Devices(world.api());
                int affirmed = seen.await(d -> d.path("verdict").asString("").equals("affirming"), DEVICES, MOST);
                new UpdateStep().rollOut(world, unheard);
                new PackStep().run(world, unheard);
                return Status.of(affirmed == DEVICES);
            }
        } finally {
            Folders.delete(folder);
        }
    }

    /** At once: no cache may come of what hangs. */
    private static void endLate(Path folder) {
        try {
            Thread.sleep(LONGEST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            Folders.delete(folder);
        } catch (IOException stillWritten) {
            // Whoever started this removes what is left.
        } finally {
            Runtime.getRuntime().halt(Status.of(false).code());
        }
    }
}
