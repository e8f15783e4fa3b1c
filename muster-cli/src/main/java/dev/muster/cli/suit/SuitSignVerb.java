package dev.muster.cli.suit;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.MalformedException;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.EnvelopeBuilder;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.author.Analysis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster suit sign}: one more signature, where several people must agree. */
@Command(
        name = "sign",
        description = {
            "Add a signature to an envelope; what the analysis finds keeps it from being signed.",
            "`muster suit verify --at-least N` says whether enough have signed."
        })
final class SuitSignVerb extends Verb {
    @Parameters(paramLabel = "FILE", description = "A SUIT envelope; it is replaced.")
    private Path file = Path.of("");

    @Option(names = "--key", paramLabel = "FOLDER", required = true, description = "Holds maker.key, maker.pem.")
    private List<Path> keys = List.of();

    @Override
    protected Status run(Screen screen) throws IOException {
        try {
            Envelope envelope = Envelope.parse(Files.readAllBytes(file));
            if (!envelope.authentication().digest().matchesWrapped(envelope.manifestBytes())) {
                throw CommandFailed.because("The manifest does not have the digest that is to be signed.");
            }
            Analysis analysis = Analysis.of(Manifest.parse(envelope));
            if (!analysis.clean()) {
                screen.result(
                        Map.of("signed", false, "findings", analysis.lines()),
                        "not signed:\n  " + String.join("\n  ", analysis.lines()));
                return Status.NO;
            }
            for (CoseSigner signer : Authored.signers(keys)) {
                envelope = Envelope.parse(EnvelopeBuilder.countersign(envelope, signer));
            }
            Files.write(file, envelope.encoded());
            int signatures = envelope.authentication().blocks().size();
            screen.result(Map.of("signed", true, "signatures", signatures), file + ": " + signatures + " signatures");
            return Status.YES;
        } catch (MalformedException e) {
            throw new CommandFailed(Status.NO, "The envelope cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
