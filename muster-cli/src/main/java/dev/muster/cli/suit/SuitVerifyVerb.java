package dev.muster.cli.suit;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.MalformedException;
import dev.muster.format.update.suit.Envelope;
import dev.muster.format.update.suit.EnvelopeVerifier.Verification;
import dev.muster.format.update.suit.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster suit verify}: yes when a known key signed the envelope and nothing in it was changed. */
@Command(name = "verify", description = "Check who signed an envelope, and that nothing in it was changed.")
final class SuitVerifyVerb extends Verb {
    @Parameters(paramLabel = "FILE", description = "A SUIT envelope.")
    private Path file = Path.of("");

    @Option(
            names = "--key",
            paramLabel = "PEM",
            required = true,
            description = "Certificate or public key; repeatable.")
    private List<Path> keys = List.of();

    @Option(
            names = "--at-least",
            paramLabel = "N",
            description = "So many different keys must have signed; 1 if not said.")
    private int atLeast = 1;

    @Override
    protected Status run(Screen screen) throws IOException {
        try {
            Envelope envelope = Envelope.parse(Files.readAllBytes(file));
            return switch (Signers.verifier(keys).atLeast(Math.max(1, atLeast)).verify(envelope)) {
                case Verification.Verified verified -> {
                    Manifest manifest = Manifest.parse(envelope);
                    screen.result(
                            Map.of(
                                    "verified", true,
                                    "signers", verified.signers(),
                                    "sequence", manifest.sequenceNumber(),
                                    "components", manifest.components().size(),
                                    "unsupported", List.copyOf(manifest.foreign())),
                            "verified: signed by " + String.join(", ", verified.signers()) + ", sequence "
                                    + manifest.sequenceNumber() + ", components " + manifest.components()
                                    + (manifest.foreign().isEmpty()
                                            ? ""
                                            : "; not processed here: " + manifest.foreign()));
                    yield Status.YES;
                }
                case Verification.Refused refused -> {
                    screen.result(
                            Map.of(
                                    "verified", false,
                                    "reason", refused.reason().word(),
                                    "detail", refused.detail()),
                            "refused (" + refused.reason().word() + "): " + refused.detail());
                    yield Status.NO;
                }
            };
        } catch (MalformedException e) {
            throw new CommandFailed(Status.NO, "The envelope cannot be read: " + e.getMessage() + ".", e);
        }
    }
}
