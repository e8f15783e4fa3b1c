package dev.muster.cli.suit;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.MalformedException;
import dev.muster.format.update.image.FirmwareImage;
import dev.muster.format.update.suit.ArtifactUri;
import dev.muster.format.update.suit.ClassIds;
import dev.muster.format.update.suit.CodePoints;
import dev.muster.format.update.suit.EnvelopeBuilder;
import dev.muster.format.update.suit.FirmwareTemplate;
import dev.muster.format.update.suit.SuitDigest;
import dev.muster.format.update.suit.SuitLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster suit create}: a signed envelope for one firmware image, or for what a file in JSON wants. */
@Command(
        name = "create",
        description = {
            "Make and sign an envelope for a firmware image, or for a manifest in the JSON form of the draft's"
                    + " examples.",
            "What the analysis finds in a JSON manifest, and what the devices cannot run, keeps it from being written."
        })
final class SuitCreateVerb extends Verb {
    private static final String PAYLOAD = "#firmware";

    @Parameters(index = "0", paramLabel = "IMAGE", description = "Made by muster release create, or a .json file.")
    private Path image = Path.of("");

    @Parameters(index = "1", paramLabel = "FILE", description = "Gets the envelope.")
    private Path file = Path.of("");

    @Option(
            names = "--key",
            paramLabel = "FOLDER",
            description = "Holds maker.key, maker.pem; repeatable. A JSON manifest may be left unsigned.")
    private List<Path> keys = List.of();

    @Option(names = "--vendor-domain", paramLabel = "DOMAIN", description = "Of the maker.")
    private String domain = "";

    @Option(names = "--class", paramLabel = "WORD", description = "The device class.")
    private String deviceClass = "";

    @Option(names = "--version", paramLabel = "V", description = "For people.")
    private String version = "";

    @Option(names = "--sequence", paramLabel = "N", description = "Greater than the one before.")
    private long sequence = -1;

    @Option(names = "--integrate", description = "Put the image into the envelope.")
    private boolean integrate;

    @Option(names = "--sever-text", description = "Put the text beside the manifest, where it may be dropped.")
    private boolean severText;

    @Option(
            names = "--capabilities",
            paramLabel = "FILE",
            description = "A device class's SUIT_Capability_Report; what it cannot run is refused.")
    private Optional<Path> capabilities = Optional.empty();

    @Override
    protected Status run(Screen screen) throws IOException {
        byte[] bytes = Files.readAllBytes(image);
        if (image.toString().endsWith(".json")) {
            return Authored.write(screen, image, bytes, keys, DeviceReport.of(capabilities), file);
        }
        if (keys.isEmpty() || domain.isEmpty() || deviceClass.isEmpty() || version.isEmpty() || sequence < 0) {
            throw CommandFailed.usage("An image needs --key, --vendor-domain, --class, --version and --sequence.");
        }
        try {
            FirmwareImage.parse(bytes);
        } catch (MalformedException e) {
            throw CommandFailed.because(image + " is not a firmware image: " + e.getMessage() + ".");
        }
        if (integrate && bytes.length > SuitLimits.ENVELOPE_BYTES / 2) {
            throw CommandFailed.because("An image of " + bytes.length + " bytes is too large for an envelope.");
        }
        byte[] vendor = ClassIds.vendor(domain);
        SuitDigest digest = SuitDigest.sha256(bytes);
        EnvelopeBuilder builder = EnvelopeBuilder.of(new FirmwareTemplate(
                        sequence,
                        vendor,
                        ClassIds.deviceClass(vendor, deviceClass),
                        digest,
                        bytes.length,
                        integrate ? PAYLOAD : ArtifactUri.of(digest.value()),
                        version,
                        "")
                .manifest());
        if (integrate) {
            builder.integrate(PAYLOAD, bytes);
        }
        if (severText) {
            builder.sever(CodePoints.TEXT);
        }
        byte[] envelope = builder.sign(Authored.signers(keys));
        List<String> unfit = Authored.unfit(envelope, DeviceReport.of(capabilities));
        if (!unfit.isEmpty()) {
            return Authored.notWritten(screen, unfit);
        }
        Files.write(file, envelope);
        screen.result(
                Map.of("envelope", file.toString(), "bytes", envelope.length, "image", digest.hex()),
                file + ": " + envelope.length + " bytes, for the image sha256:" + digest.hex());
        return Status.YES;
    }
}
