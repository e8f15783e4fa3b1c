package dev.muster.cli.demo;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.api.ApiRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster demo}: the whole job in a minute. */
@Command(name = "demo", description = "Show the whole job: join, attest, update, attack, recover, prove.")
public final class DemoVerb extends Verb {

    private static final int KEPT_CONSOLE_PORT = 8443;

    private static final List<Step> STEPS = List.of(
            new ServerStep(),
            new MakerStep(),
            new RecordsStep(),
            new JoinStep(),
            new AttestStep(),
            new GuardStep(),
            new UpdateStep(),
            new AttackStep(),
            new RenewStep(),
            new OfficeStep(),
            new MonitorStep(),
            new AssuranceStep(),
            new PackStep());

    @Option(names = "--devices", paramLabel = "N", defaultValue = "25", description = "How many devices (default: 25).")
    private int devices = 25;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Decides the firmware's bytes.")
    private long seed = 1;

    @Option(names = "--keep", description = "Keep everything running at the end, with a link to sign in.")
    private boolean keep;

    @Option(names = "--console-port", hidden = true, description = "With --keep; 0 takes a free one.")
    private int consolePort = KEPT_CONSOLE_PORT;

    @Override
    protected Status run(Screen screen) throws Exception {
        if (devices < DemoPlan.DEVICES_MIN || devices > DemoPlan.DEVICES_MAX) {
            throw CommandFailed.usage(
                    "--devices is a number from " + DemoPlan.DEVICES_MIN + " to " + DemoPlan.DEVICES_MAX + ".");
        }
        if (keep) {
            requireFree(consolePort);
        }
        @Nullable Path named = options().namedData().orElse(null);
        Path folder = named == null ? Files.createTempDirectory("muster-demo-") : named.resolve("demo");
        if (named != null && Files.exists(folder)) {
            throw CommandFailed.because(folder + " is there already; a demo begins with an empty folder.");
        }
        Room.prepare(folder, devices);
        DemoPlan plan = new DemoPlan(devices, seed, folder, keep ? consolePort : 0);
        DemoWorld world = new DemoWorld(plan);
        // Also when a person interrupts it: nothing that the demo started outlives it.
        Thread ending = new Thread(() -> end(world, named == null ? folder : null));
        Runtime.getRuntime().addShutdownHook(ending);
        boolean shown = tell(world, new Story(screen), screen);
        if (shown && keep) {
            keepRunning(world, screen);
        }
        Runtime.getRuntime().removeShutdownHook(ending);
        end(world, named == null ? folder : null);
        return Status.of(shown);
    }

    private static boolean tell(DemoWorld world, Story story, Screen screen) throws Exception {
        for (Step step : STEPS) {
            try {
                step.run(world, story);
            } catch (NotShown e) {
                story.line(step.name(), "NOT SHOWN: " + e.getMessage(), Map.of("shown", false));
                screen.progress("muster: the demo stops at the step " + step.name() + ". "
                        + Room.full(world.plan().folder()).orElse("With --data DIR its logs stay in DIR/demo/logs."));
                return false;
            } catch (CommandFailed | ApiRefused | UncheckedIOException | IOException e) {
                Optional<String> full = Room.full(world.plan().folder());
                if (full.isPresent()) {
                    throw new CommandFailed(Status.UNKNOWN, full.get(), e);
                }
                throw e;
            }
        }
        story.line(
                "done",
                "the story took " + Story.time(story.elapsed()),
                Map.of("ms", story.elapsed().toMillis()));
        return true;
    }

    private static void keepRunning(DemoWorld world, Screen screen) throws InterruptedException {
        String link = world.api()
                .post(DemoWorld.path("sign-in-links"), Map.of("operator", "local"))
                .path("path")
                .asString();
        screen.line("console  " + world.api().server());
        screen.line("sign in  " + world.api().server().resolve(link) + "  (works once, for 15 minutes)");
        KeptCommands.of(world).forEach(command -> screen.line("try      " + command));
        screen.progress("Everything keeps running until you press Ctrl-C.");
        new CountDownLatch(1).await();
    }

    private static void requireFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            if (!probe.isBound()) {
                throw new IOException("not bound");
            }
        } catch (IOException e) {
            throw new CommandFailed(
                    Status.UNKNOWN,
                    "Port " + port + " is already in use, and --keep leaves the console there; stop the other program"
                            + " or leave out --keep.",
                    e);
        }
    }

    private static void end(DemoWorld world, @Nullable Path temporary) {
        world.close();
        if (temporary != null) {
            try {
                Folders.delete(temporary);
            } catch (IOException e) {
                // A folder for temporary files; whatever is left is removed by the system some day.
                return;
            }
        }
    }
}
