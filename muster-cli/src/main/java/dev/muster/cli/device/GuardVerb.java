package dev.muster.cli.device;

import dev.muster.agent.Notice;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.agent.state.Factory;
import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.devices.orders.Strength;
import dev.muster.guard.Guard;
import dev.muster.guard.GuardSettings;
import dev.muster.guard.Keeper;
import dev.muster.guard.socket.Happening;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster guard}: the guard, and the agent that it starts, until they are interrupted. */
@Command(
        name = "guard",
        description = "Guard a device: start its agent confined, hold its files, programs, parts and network.",
        subcommands = {GuardStatusVerb.class, GuardThawVerb.class},
        footer = {
            "%nNeeds root. What it holds the device to is the manifest that a maker signed:",
            "factory/manifest.cose in the device's folder."
        })
public final class GuardVerb extends Verb {
    private static final int DEFAULT_USER = 64_990;
    private static final int HTTPS = 443;

    @Option(names = "--root", paramLabel = "DIR", description = "The device's folder.")
    private @Nullable Path root;

    @Option(
            names = "--user",
            paramLabel = "N|NAME",
            defaultValue = "" + DEFAULT_USER,
            description = "The agent's user (" + DEFAULT_USER + "); nobody else may have it.")
    private String user = "";

    @Option(
            names = "--firewall",
            description = "Close the network of this machine but for the way to the device's server, before anything"
                    + " starts, and put ordered policies in force.")
    private boolean firewall;

    @Option(names = "--sensors", paramLabel = "DIR", description = "Root of sensors (/sys/class).")
    private Path sensors = Path.of("/sys/class");

    @Option(names = "--actuators", paramLabel = "DIR", description = "Root of actuators (/sys/class).")
    private Path actuators = Path.of("/sys/class");

    @Option(
            names = "--hardware",
            paramLabel = "DIR",
            description =
                    "The kernel's lists of parts (/sys): USB that the manifest does not name is switched off there.")
    private Path hardware = Path.of("/sys");

    @Option(
            names = "--watchdog",
            paramLabel = "FILE",
            description = "Feed this watchdog while the guard's self-checks pass; unfed it restarts the machine"
                    + " (/dev/watchdog). Nothing else may have it open.")
    private @Nullable Path watchdog;

    @Option(names = "--quick", description = "Short intervals, for a demo or a test.")
    private boolean quick;

    @Option(names = "--tpm", paramLabel = "WHERE", description = "For the agent: see muster agent --help.")
    private @Nullable String tpm;

    @Override
    protected Status run(Screen screen) throws Exception {
        if (root == null) {
            throw CommandFailed.usage("Which device? Name its folder with --root; `muster agent init` makes one.");
        }
        Path device = root.toAbsolutePath();
        DeviceRoots roots = DeviceRoots.under(device, Strength.CHECKED, Durability.POWER_CUT);
        if (!"root".equals(System.getProperty("user.name"))) {
            throw CommandFailed.because(
                    "A guard owns the kernel's mechanisms and needs root; without it an agent is one"
                            + " process and says so: muster agent --root " + root);
        }
        FactoryFiles.require(roots);
        if (Keeper.here().isEmpty()) {
            return keep(device);
        }
        Guard guard = new Guard(settings(device, Factory.read(roots).server()));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(guard)));
        guard.start();
        guard.await();
        return Status.YES;
    }

    /** Another process is the guard; this one waits, and is as good as none. */
    private Status keep(Path device) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(GuardSettings.folder(device));
        Process keeper = new ProcessBuilder(Keeper.command(folder, self(device)))
                .inheritIO()
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(keeper::destroy));
        return Status.of(keeper.waitFor() == 0);
    }

    private GuardSettings settings(Path device, URI server) throws IOException {
        int port = server.getPort() < 0 ? HTTPS : server.getPort();
        return new GuardSettings(
                device,
                Users.number(user),
                agent(device),
                OwnProgram.readable(),
                Path.of("/proc", String.valueOf(Keeper.here().orElseThrow()), "ns", "net"),
                server.getHost() + ":" + port,
                firewall,
                sensors,
                actuators,
                hardware,
                GuardSettings.REHASH,
                Optional.ofNullable(watchdog),
                self(device));
    }

    private List<String> self(Path device) {
        List<String> words = new ArrayList<>(List.of("guard", "--root", device.toString(), "--user", user));
        words.addAll(List.of("--sensors", sensors.toString(), "--actuators", actuators.toString()));
        words.addAll(List.of("--hardware", hardware.toString()));
        if (firewall) {
            words.add("--firewall");
        }
        if (watchdog != null) {
            words.addAll(List.of("--watchdog", watchdog.toString()));
        }
        words.addAll(ofAgent());
        return OwnProgram.words(small("-Xms8m", "-Xmx64m"), words);
    }

    private List<String> agent(Path device) {
        List<String> words = new ArrayList<>(List.of("agent", "--root", device.toString(), "--guard"));
        words.add(GuardSettings.socket(device).toString());
        words.addAll(List.of("--sensors", sensors.toString()));
        words.addAll(ofAgent());
        // What lives long is about 7 MiB. What the cache of classes brings must find room in the old generation at the
        // start, or the JVM does not start.
        return OwnProgram.words(
                small("-Xms16m", "-Xmx48m", "-Xmn4m", "-Djava.io.tmpdir=" + device.resolve("tmp")), words);
    }

    /** A heap that begins small and gives back: otherwise its size is a share of the machine's memory. */
    private static List<String> small(String... more) {
        List<String> flags = new ArrayList<>(List.of("-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20"));
        flags.addAll(List.of(more));
        return flags;
    }

    private List<String> ofAgent() {
        List<String> words = new ArrayList<>();
        if (quick) {
            words.add("--quick");
        }
        if (tpm != null) {
            words.addAll(List.of("--tpm", tpm));
        }
        return words;
    }

    private static void close(Guard guard) {
        try {
            guard.close();
        } catch (IOException | RuntimeException e) {
            System.err.println("muster: the guard ended badly: " + e.getMessage());
        }
    }

    static Notice notice(Happening one) {
        String who = one.culprit().isEmpty() ? "" : " by " + one.culprit();
        return new Notice(one.at(), Notice.What.GUARD_SAW, one.kind() + " " + one.what() + who + ": " + one.done());
    }
}
