package dev.muster.cli.joining;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster join import}. */
@Command(name = "import", description = "Put a maker's list of devices on the register, before any of them joins.")
final class ImportVerb extends Verb {
    @Parameters(paramLabel = "FILE", description = "CSV: serial, or serial,product on each line.")
    private Path file = Path.of("");

    @Option(names = "--product", paramLabel = "ID", description = "The product of lines that name none.")
    private String product = "";

    @Override
    protected Status run(Screen screen) throws IOException {
        try (var api = api()) {
            JsonNode outcome =
                    api.post(path("joining/import"), Map.of("list", Files.readString(file), "product", product));
            StringBuilder text = new StringBuilder();
            text.append(outcome.path("registered").asInt()).append(" registered, ");
            text.append(outcome.path("known").asInt()).append(" known already");
            for (JsonNode line : outcome.path("refused")) {
                text.append("\nline ").append(line.path("line").asInt()).append(" (");
                text.append(line.path("serial").asString()).append("): ");
                text.append(line.path("reason").asString()).append(", ");
                text.append(line.path("detail").asString());
            }
            screen.result(outcome, text.toString());
            return outcome.path("refused").isEmpty() ? Status.YES : Status.NO;
        }
    }
}
