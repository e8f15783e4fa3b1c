package dev.muster.cli.maker;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Progress;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.comply.Query;
import dev.muster.core.attestation.ReleaseManifest;
import dev.muster.format.attest.corim.Measurement;
import dev.muster.format.attest.corim.Validity;
import dev.muster.format.attest.coswid.Digest;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.attest.tpm.EventLog;
import dev.muster.format.attest.tpm.TpmException;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.update.image.FirmwareImage;
import dev.muster.format.update.suit.SealedPayload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster release}. */
@Command(
        name = "release",
        description = "Make, sign and publish releases (image, CoRIM, SUIT).",
        subcommands = {
            ReleaseVerbs.Key.class,
            AcceptKeyVerb.class,
            ReleaseKeyVerbs.Keys.class,
            ReleaseKeyVerbs.Needed.class,
            ReleaseKeyVerbs.Revoke.class,
            KeyListVerbs.class,
            CapabilityVerbs.class,
            UpdateLists.Releases.class,
            ReleaseVerbs.Create.class,
            ReleaseVerbs.Sign.class,
            ReleaseVerbs.Publish.class
        })
public final class ReleaseVerbs extends VerbGroup {

    static final String IMAGE = "image.tar";
    /** The image as it travels, where only some devices may read it. */
    static final String ENCRYPTED = "image.encrypted";

    static final String REFERENCES = "references.corim";
    static final String ENVELOPE = "update.suit";

    /** {@code muster release key}. */
    @Command(name = "key", description = "Make a maker's signing key.")
    static final class Key extends Verb {
        @Parameters(paramLabel = "FOLDER", description = "Gets maker.key and maker.pem.")
        private Path folder = Path.of("");

        @Option(names = "--maker", paramLabel = "NAME", required = true, description = "As the products name it.")
        private String maker = "";

        @Override
        protected Status run(Screen screen) throws IOException {
            MakerKey.create(maker, Instant.now(), new SecureRandom()).write(folder);
            screen.result(Map.of("folder", folder.toString()), "made a key of " + maker + " in " + folder);
            return Status.YES;
        }
    }

    /** {@code muster release create}. */
    @Command(name = "create", description = "Make the canonical image of a folder's files.")
    static final class Create extends Verb {
        @Parameters(index = "0", paramLabel = "FILES", description = "A folder with the files of the firmware.")
        private Path files = Path.of("");

        @Parameters(index = "1", paramLabel = "FOLDER", description = "Gets image.tar.")
        private Path folder = Path.of("");

        @Override
        protected Status run(Screen screen) throws IOException {
            byte[] image = image(files).encode();
            Files.createDirectories(folder);
            Files.write(folder.resolve(IMAGE), image);
            screen.result(
                    Map.of("image", folder.resolve(IMAGE).toString(), "bytes", image.length),
                    folder.resolve(IMAGE) + ": " + image.length + " bytes");
            return Status.YES;
        }

        private static FirmwareImage image(Path files) throws IOException {
            SortedMap<String, FirmwareImage.Content> contents = new TreeMap<>();
            try (Stream<Path> tree = Files.walk(files)) {
                for (Path file : tree.filter(Files::isRegularFile).toList()) {
                    String path = files.relativize(file).toString();
                    contents.put(path, new FirmwareImage.Content(Files.readAllBytes(file), Files.isExecutable(file)));
                }
            }
            if (contents.isEmpty()) {
                throw CommandFailed.because("There are no files in " + files + ".");
            }
            return new FirmwareImage(contents);
        }
    }

    /** Whether the reference values are on the log for everybody to see, or why not. */
    private static String statement(JsonNode told) {
        return told.has("index")
                ? "its reference values are statement " + told.path("index").asLong() + " of the log"
                : "its reference values are no statement of the log: "
                        + told.path("detail").asString(told.path("refused").asString("not told"));
    }

    /** What the server's analysis of the manifest came to. */
    static String analysed(JsonNode told) {
        if (!told.has("findings")) {
            return "not analysed";
        }
        int found = told.path("findings").size();
        return found == 0
                ? "its analysis found nothing"
                : "its analysis found " + found + ", waived: "
                        + told.path("waiver").asString("");
    }

    /** {@code muster release sign}. */
    @Command(name = "sign", description = "Sign reference values and an update for an image.")
    static final class Sign extends Verb {
        @Parameters(paramLabel = "FOLDER", description = "Holds image.tar; gets references.corim and update.suit.")
        private Path folder = Path.of("");

        @Option(names = "--key", paramLabel = "FOLDER", required = true, description = "Holds maker.key, maker.pem.")
        private Path key = Path.of("");

        @Option(names = "--product", paramLabel = "ID", required = true, description = "The product's id.")
        private String product = "";

        @Option(names = "--model", paramLabel = "WORD", required = true, description = "The product's model.")
        private String model = "";

        @Option(names = "--vendor-domain", paramLabel = "DOMAIN", required = true, description = "Of the maker.")
        private String domain = "";

        @Option(names = "--version", paramLabel = "V", required = true, description = "Semantic version.")
        private String version = "";

        @Option(names = "--sequence", paramLabel = "N", required = true, description = "Greater than the one before.")
        private long sequence;

        @Option(names = "--valid-days", paramLabel = "N", defaultValue = "1825", description = "Of the references.")
        private int days = 1825;

        @Option(
                names = "--encrypt-to",
                paramLabel = "FILE",
                description = {
                    "Encrypt the image to this key of devices (maker payload-key); repeatable. Then image.encrypted is",
                    "what is published, and image.tar stays here."
                })
        private List<Path> readers = List.of();

        @Option(
                names = "--boot",
                paramLabel = "LOG",
                description = {
                    "Firmware's event log of a machine that is known to be good: its boot is part of the release.",
                    "On the machine: /sys/kernel/security/tpm0/binary_bios_measurements"
                })
        private Optional<Path> boot = Optional.empty();

        @Option(
                names = "--boot-registers",
                paramLabel = "N,N",
                split = ",",
                defaultValue = "4",
                description = "Which registers of it: 4 (what firmware started), 9, 11.")
        private List<Integer> registers = List.of(4);

        @Override
        protected Status run(Screen screen) throws IOException {
            MakerKey maker = MakerKey.read(key);
            byte[] image = Files.readAllBytes(folder.resolve(IMAGE));
            ReleaseFiles release = new ReleaseFiles(product, model, domain, version, sequence);
            Validity validity = new Validity(Optional.empty(), Instant.now().plus(Duration.ofDays(days)));
            byte[] references = release.references(maker, measurement(image), booted(), Optional.of(validity));
            byte[] envelope = envelope(release, maker, image);
            Files.write(folder.resolve(REFERENCES), references);
            Files.write(folder.resolve(ENVELOPE), envelope);
            screen.result(
                    Map.of("references", REFERENCES, "envelope", ENVELOPE),
                    "signed " + folder.resolve(REFERENCES) + " and " + folder.resolve(ENVELOPE));
            return Status.YES;
        }

        /** What an earlier signature encrypted is in no envelope any more. */
        private byte[] envelope(ReleaseFiles release, MakerKey maker, byte[] image) throws IOException {
            if (readers.isEmpty()) {
                Files.deleteIfExists(folder.resolve(ENCRYPTED));
                return release.envelope(maker, image);
            }
            if (readers.size() > SealedPayload.MOST_RECIPIENTS) {
                throw CommandFailed.usage("--encrypt-to can be said " + SealedPayload.MOST_RECIPIENTS + " times.");
            }
            List<CoseKey> keys = new ArrayList<>();
            for (Path reader : readers) {
                keys.add(PayloadKeyVerb.recipient(reader));
            }
            SealedPayload sealed = SealedPayload.seal(image, keys, new SecureRandom());
            Files.write(folder.resolve(ENCRYPTED), sealed.ciphertext());
            return release.envelope(maker, image, sealed);
        }

        private List<Measurement> booted() throws IOException {
            if (boot.isEmpty()) {
                return List.of();
            }
            try {
                return ReleaseManifest.booted(
                        EventLog.parse(Files.readAllBytes(boot.get())), new LinkedHashSet<>(registers));
            } catch (TpmException | IllegalArgumentException fault) {
                throw CommandFailed.because(boot.get() + ": " + fault.getMessage() + ".");
            }
        }

        private static SlotMeasurement measurement(byte[] image) {
            List<FileEntry> files = new ArrayList<>();
            FirmwareImage.parse(image)
                    .files()
                    .forEach((path, content) -> files.add(
                            FileEntry.of(path, content.bytes().length, Digest.sha256(Sha256.of(content.bytes())))));
            return new SlotMeasurement(files);
        }
    }

    /** {@code muster release publish}. */
    @Command(name = "publish", description = "Publish a signed release: references, image and update.")
    static final class Publish extends Verb {
        @Parameters(
                paramLabel = "FOLDER",
                description = "Holds image.tar or image.encrypted, references.corim and update.suit.")
        private Path folder = Path.of("");

        @Option(names = "--product", paramLabel = "ID", required = true, description = "The product's id.")
        private String product = "";

        @Option(
                names = "--waive",
                paramLabel = "REASON",
                description = "Publish although the analysis of the manifest finds something, and why.")
        private String waiver = "";

        @Override
        protected Status run(Screen screen) throws IOException {
            try (var api = api()) {
                JsonNode references =
                        api.send(path("references"), "POST", "application/rim+cose", folder.resolve(REFERENCES));
                // Where there is an encrypted one, the image itself never leaves this machine.
                Path encrypted = folder.resolve(ENCRYPTED);
                Path image = Files.exists(encrypted) ? encrypted : folder.resolve(IMAGE);
                Progress progress = new Progress(screen, "bytes of the image", Files.size(image));
                api.send(path("artifacts"), "POST", "application/octet-stream", image, progress::at);
                JsonNode release = api.send(
                        Query.of(path("releases"), "product", product, "waive", waiver.strip()),
                        "POST",
                        "application/suit-envelope+cose",
                        folder.resolve(ENVELOPE));
                screen.result(
                        release,
                        "published " + release.path("id").asString() + "; "
                                + analysed(release.path("analysed")) + "; "
                                + statement(references.path("statement")));
                return Status.YES;
            }
        }
    }
}
