package dev.muster.cli.maker;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster release accept}. */
@Command(name = "accept", description = "Let a maker's key sign releases of a product.")
final class AcceptKeyVerb extends Verb {
    @Parameters(index = "0", paramLabel = "PRODUCT", description = "The product's id.")
    private String product = "";

    @Parameters(index = "1", paramLabel = "FOLDER", description = "Holds maker.pem, as `muster maker key` made it.")
    private Path folder = Path.of("");

    @Override
    protected Status run(Screen screen) throws IOException {
        MakerKey.Public key = MakerKey.publicHalf(folder);
        try (var api = api()) {
            JsonNode accepted =
                    api.post(path("release-keys"), Map.of("product", product, "name", key.maker(), "key", key.pem()));
            screen.result(
                    accepted,
                    "releases of " + product + " may be signed by "
                            + accepted.path("thumbprint").asString());
            return Status.YES;
        }
    }
}
