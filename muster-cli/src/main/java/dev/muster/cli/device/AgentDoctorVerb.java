package dev.muster.cli.device;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.doctor.HostRows;
import dev.muster.guard.host.Host;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster agent doctor}. */
@Command(
        name = "doctor",
        description = "Say what of a device's security this machine enforces, checks or lacks, and why.",
        footer = "%nThe device sends the same table to its server, signed.")
public final class AgentDoctorVerb extends Verb {
    @Option(
            names = "--tree",
            paramLabel = "DIR",
            description = "Look at the files of another machine below this folder instead of this machine's.")
    private @Nullable Path tree;

    @Option(names = "--simulated", description = "The tree stands for hardware that is not there.")
    private boolean simulated;

    @Override
    protected Status run(Screen screen) {
        Host host = tree == null ? Host.here() : new Host(tree, OptionalInt.empty(), simulated);
        HostRows.print(screen, host.look());
        return Status.YES;
    }
}
