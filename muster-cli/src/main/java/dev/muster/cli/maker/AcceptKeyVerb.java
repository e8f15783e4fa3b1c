package dev.muster.cli.maker;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster release accept}. */
@Command(name = "accept", description = "Let a maker's key sign releases of a product, or say anew what it may sign.")
final class AcceptKeyVerb extends Verb {
    @Parameters(index = "0", paramLabel = "PRODUCT", description = "The product's id.")
    private String product = "";

    @Parameters(index = "1", paramLabel = "FOLDER", description = "Holds maker.pem, as `muster maker key` made it.")
    private Path folder = Path.of("");

    @Option(names = "--downgrades", description = "It may sign a version that is older than the newest one, too.")
    private boolean downgrades;

    @Option(
            names = "--component",
            paramLabel = "PATH",
            description = "Only manifests whose components lie below it; repeatable. Segments are parted by /.")
    private List<String> components = List.of();

    @Option(names = "--command", paramLabel = "N", description = "Only these commands, by code; repeatable.")
    private List<Long> commands = List.of();

    @Option(names = "--parameter", paramLabel = "N", description = "Only these parameters, by key; repeatable.")
    private List<Long> parameters = List.of();

    @Override
    protected Status run(Screen screen) throws IOException {
        MakerKey.Public key = MakerKey.publicHalf(folder);
        try (var api = api()) {
            JsonNode accepted = api.post(
                    path("release-keys"),
                    Map.of(
                            "product", product,
                            "name", key.maker(),
                            "key", key.pem(),
                            "downgrades", downgrades,
                            "components", components,
                            "commands", commands,
                            "parameters", parameters));
            screen.result(
                    accepted,
                    "releases of " + product + " may be signed by "
                            + accepted.path("thumbprint").asString());
            return Status.YES;
        }
    }
}
