package dev.muster.cli.device;

import dev.muster.agent.AgentGround;
import dev.muster.agent.AgentSettings;
import dev.muster.agent.sense.FileSense;
import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.fleet.Fleet;
import dev.muster.fleet.FleetConsole;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster fleet}: simulated devices, controlled by lines on standard input. */
@Command(
        name = "fleet",
        description = "Run simulated devices: the agent's real code over simulated hardware.",
        footer = "%nLines on standard input: start all | start ID... | stop ID | tamper ID FILE | quit")
public final class FleetVerb extends Verb {

    @Option(names = "--dir", paramLabel = "DIR", required = true, description = "Holds one folder for each device.")
    private Path dir = Path.of(".");

    @Override
    protected Status run(Screen screen) throws Exception {
        if (!Files.isDirectory(dir)) {
            throw CommandFailed.because("There is no folder " + dir + ".");
        }
        FleetConsole console = new FleetConsole(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
        AgentGround ground =
                AgentGround.shared(InstantSource.system(), new SecureRandom(), new java.util.Random(), new FileSense());
        try (Fleet fleet = new Fleet(dir, AgentSettings.quick(), ground, console::noticed)) {
            console.run(fleet, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
        }
        return Status.YES;
    }
}
