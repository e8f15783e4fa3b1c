package dev.muster.cli.suit;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.MalformedException;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.author.Analysis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code muster suit check}: yes when no way through the manifest breaks a rule. Signatures are another matter. */
@Command(
        name = "check",
        description = "Go through every way that a manifest may take on a device, and say what could go wrong.")
final class SuitCheckVerb extends Verb {
    @Parameters(paramLabel = "FILE", description = "A SUIT envelope, signed or not.")
    private Path file = Path.of("");

    @Override
    protected Status run(Screen screen) throws IOException {
        Analysis analysis;
        try {
            analysis = Analysis.of(Manifest.parse(Envelope.parse(Files.readAllBytes(file))));
        } catch (MalformedException e) {
            throw new CommandFailed(Status.NO, "The envelope cannot be read: " + e.getMessage() + ".", e);
        }
        screen.result(
                Map.of("clean", analysis.clean(), "findings", analysis.lines()),
                analysis.clean() ? "nothing found" : String.join("\n", analysis.lines()));
        return analysis.clean() ? Status.YES : Status.NO;
    }
}
