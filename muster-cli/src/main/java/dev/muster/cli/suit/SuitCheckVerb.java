package dev.muster.cli.suit;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.MalformedException;
import dev.muster.format.update.suit.Capabilities;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.author.Analysis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster suit check}: yes when no way through the manifest breaks a rule. Signatures are another matter. */
@Command(
        name = "check",
        description = "Go through every way that a manifest may take on a device, and say what could go wrong.")
final class SuitCheckVerb extends Verb {
    @Parameters(paramLabel = "FILE", description = "A SUIT envelope, signed or not.")
    private Path file = Path.of("");

    @Option(
            names = "--capabilities",
            paramLabel = "FILE",
            description = "A device class's SUIT_Capability_Report; what it cannot run is refused.")
    private Optional<Path> capabilities = Optional.empty();

    @Override
    protected Status run(Screen screen) throws IOException {
        Optional<Capabilities> device = DeviceReport.of(capabilities);
        List<String> lines = new ArrayList<>();
        try {
            Envelope envelope = Envelope.parse(Files.readAllBytes(file));
            Manifest manifest = Manifest.parse(envelope);
            lines.addAll(Analysis.of(manifest).lines());
            device.ifPresent(
                    can -> lines.addAll(Analysis.fits(envelope, manifest, can).lines()));
        } catch (MalformedException e) {
            throw new CommandFailed(Status.NO, "The envelope cannot be read: " + e.getMessage() + ".", e);
        }
        screen.result(
                Map.of("clean", lines.isEmpty(), "findings", lines),
                lines.isEmpty() ? "nothing found" : String.join("\n", lines));
        return lines.isEmpty() ? Status.YES : Status.NO;
    }
}
