package dev.muster.cli.device;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.agent.state.Durability;
import dev.muster.agent.state.Factory;
import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.maker.FirstDevice;
import dev.muster.format.devices.orders.Strength;
import dev.muster.format.json.Json;
import dev.muster.format.json.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster agent init}: what a factory does with a device, on this machine. */
@Command(
        name = "init",
        description = "Make a device's folder: factory identity, trust anchors, first software.",
        footer = "%nThen: muster agent --root DIR. The file FILES.md in that folder says what each file is.")
final class AgentInitVerb extends Verb {

    @Option(names = "--root", paramLabel = "DIR", required = true, description = "Becomes the device's folder.")
    private Path root = Path.of("");

    @Option(names = "--product", paramLabel = "ID", required = true, description = "What it is one of.")
    private String product = "";

    @Option(names = "--model", paramLabel = "WORD", required = true, description = "The product's model.")
    private String model = "";

    @Option(names = "--serial", paramLabel = "TEXT", required = true, description = "Its serial number and id.")
    private String serial = "";

    @Option(names = "--vendor-domain", paramLabel = "DOMAIN", required = true, description = "The maker's domain.")
    private String domain = "";

    @Option(
            names = "--factory",
            paramLabel = "FOLDER",
            description =
                    "Holds factory.key and factory.pem (muster maker factory). Without it the device gets no factory"
                            + " identity and joins by its TPM (muster agent --tpm, muster join tpm register).")
    private @Nullable Path factory;

    @Option(
            names = "--maker",
            paramLabel = "FOLDER",
            required = true,
            description = "Holds maker.pem (muster maker key): whose updates the device obeys.")
    private Path maker = Path.of("");

    @Option(
            names = "--image",
            paramLabel = "FILE",
            required = true,
            description = "Its first software (muster release create).")
    private Path image = Path.of("");

    @Option(names = "--version", paramLabel = "V", required = true, description = "Of that software.")
    private String version = "";

    @Option(names = "--sequence", paramLabel = "N", defaultValue = "1", description = "Of that software (1).")
    private long sequence;

    @Option(
            names = "--home",
            paramLabel = "URL",
            description = "The server's address for devices (default: of the server in the data directory).")
    private String home = "";

    @Option(
            names = "--block",
            paramLabel = "PATH",
            description =
                    "Keep the software on this block storage instead of in folders: a partition, a loop device or a"
                            + " file. Whatever is on it is overwritten.")
    private @Nullable Path block;

    @Option(
            names = "--payload-key",
            paramLabel = "FILE",
            description = "Give it this key, which updates for it may be encrypted to (muster maker payload-key). Needs"
                    + " --block.")
    private @Nullable Path payloadKey;

    @Override
    protected Status run(Screen screen) throws IOException {
        if (payloadKey != null && block == null) {
            throw CommandFailed.usage("--payload-key needs --block: software in folders takes no encrypted updates.");
        }
        Path ca = options()
                .remote()
                .flatMap(remote -> remote.ca())
                .orElse(options().data().tlsCa());
        if (!Files.isReadable(ca)) {
            throw CommandFailed.usage("The device must know its server's authority: " + ca
                    + " cannot be read. Start a server here first, or name a PEM file with --server and --ca.");
        }
        if (Files.exists(root.resolve("factory"))) {
            throw CommandFailed.usage(root.resolve("factory") + " is there already; a device is made once.");
        }
        Factory told = new Factory(
                home(),
                options().org(),
                product,
                domain,
                Optional.ofNullable(block).map(Path::toAbsolutePath));
        DeviceRoots roots = DeviceRoots.under(root, Strength.CHECKED, Durability.POWER_CUT);
        new FirstDevice(told, model, serial, ca)
                .make(
                        roots,
                        Optional.ofNullable(factory),
                        maker,
                        new FirstDevice.Software(image, version, sequence),
                        Optional.ofNullable(payloadKey));
        screen.result(
                Map.of("root", root.toString(), "device", serial),
                "made " + serial + " in " + root + "; " + root.resolve(FirstDevice.FILES)
                        + " says what each file is. Start it: muster agent --root " + root);
        return Status.YES;
    }

    private URI home() throws IOException {
        if (!home.isEmpty()) {
            return URI.create(home);
        }
        Path endpoints = options().data().endpoints();
        Optional<Json> said =
                Files.isReadable(endpoints) && JsonReader.read(Files.readAllBytes(endpoints)) instanceof Json.Obj all
                        ? all.get("device")
                        : Optional.empty();
        return said.filter(Json.Text.class::isInstance)
                .map(text -> URI.create(((Json.Text) text).value()))
                .orElseThrow(() -> CommandFailed.usage(
                        "Where is its server? Start one here with `muster up`, or say --home https://HOST:PORT."));
    }
}
