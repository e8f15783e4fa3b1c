package dev.muster.cli.device;

import dev.muster.agent.OfflineInstall;
import dev.muster.agent.install.ArtifactSource;
import dev.muster.agent.install.InstallResult;
import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.update.suit.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster agent install}: an update from a file. */
@Command(
        name = "install",
        description = {
            "Install an update from a file or a USB stick, with the checks of an update from the server.",
            "Status 0: it is installed and starts next. 1: refused, and nothing changed."
        })
final class AgentInstallVerb extends Verb {
    @Option(names = "--root", paramLabel = "DIR", required = true, description = "The device's folder.")
    private Path root = Path.of("");

    @Parameters(
            paramLabel = "FILE",
            description = "A SUIT envelope with its payloads beside it, or a folder with one such file (*.suit).")
    private Path file = Path.of("");

    @Override
    protected Status run(Screen screen) throws IOException {
        DeviceRoots roots = DeviceRoots.under(root, Strength.CHECKED, Durability.POWER_CUT);
        FactoryFiles.require(roots);
        roots.create();
        InstallResult result;
        try {
            result = OfflineInstall.install(roots, envelope());
        } catch (ArtifactSource.Away away) {
            throw CommandFailed.because("Not now: " + away.getMessage() + ".");
        }
        return switch (result.report().result()) {
            case Report.Result.Success success -> {
                String next = result.next().map(slot -> slot.folder()).orElse("");
                screen.result(
                        Map.of("installed", true, "next", next),
                        next.isEmpty()
                                ? "the device has it already; nothing changed"
                                : "installed; the next start takes " + next
                                        + ", on trial until the server affirms its evidence");
                yield Status.YES;
            }
            case Report.Result.Failure failure -> {
                String reason = failure.reason().word();
                screen.result(
                        Map.of("installed", false, "reason", reason, "detail", failure.detail()),
                        "refused: " + reason + ": " + failure.detail());
                yield Status.NO;
            }
        };
    }

    private Path envelope() throws IOException {
        if (!Files.isDirectory(file)) {
            if (!Files.isReadable(file)) {
                throw CommandFailed.usage("There is no file " + file + ".");
            }
            return file;
        }
        List<Path> found;
        try (Stream<Path> all = Files.list(file)) {
            found = all.filter(one -> one.getFileName().toString().endsWith(".suit"))
                    .sorted()
                    .toList();
        }
        if (found.size() != 1) {
            throw CommandFailed.usage(file + " holds " + found.size() + " files *.suit; name the one to install.");
        }
        return found.getFirst();
    }
}
