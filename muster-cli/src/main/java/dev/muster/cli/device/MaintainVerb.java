package dev.muster.cli.device;

import dev.muster.agent.maintenance.MaintenanceDoor;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster agent maintain}: works on this device, with a credential of its organisation. */
@Command(
        name = "maintain",
        description = "Work on this device, with the credential of a session (muster session credential).",
        footer = {
            "%nExample:",
            "  muster agent maintain --root /var/lib/device --grant s-1.grant --key ann.key --tool probe.sh "
                    + "--put fixed.conf:etc/lens.conf -- --selftest"
        })
public final class MaintainVerb extends Verb {
    @Option(names = "--root", paramLabel = "DIR", required = true, description = "The device's folder.")
    private Path root = Path.of("");

    @Mixin
    private final WorkSteps steps = new WorkSteps();

    @Parameters(paramLabel = "ARGUMENT", description = "Runs the tool with these, after the files were put.")
    private List<String> arguments = new ArrayList<>();

    @Override
    protected Status run(Screen screen) throws IOException {
        DeviceRoots roots = DeviceRoots.under(root, Strength.CHECKED, Durability.POWER_CUT);
        Path socket = MaintenanceDoor.socket(roots);
        if (!Files.exists(socket)) {
            throw CommandFailed.because("No agent lets anybody in at " + socket + ": is it running?");
        }
        try (LocalWork work = LocalWork.connect(socket)) {
            return steps.over(screen, work, arguments);
        }
    }
}
