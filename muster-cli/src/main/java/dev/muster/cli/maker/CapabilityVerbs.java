package dev.muster.cli.maker;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import dev.muster.format.MalformedException;
import dev.muster.format.update.suit.Capabilities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster release capabilities}. */
@Command(
        name = "capabilities",
        description = {
            "What a product's devices can run: components, commands, parameters, algorithms, sizes.",
            "Agents of this project say it in their evidence; of other devices it is declared."
        },
        subcommands = {CapabilityVerbs.Ls.class, CapabilityVerbs.Declare.class, CapabilityVerbs.Export.class})
final class CapabilityVerbs extends VerbGroup {
    private static final String REPORTS = "update-capabilities";

    /** {@code muster release capabilities ls}. */
    @Command(name = "ls", description = "List what was declared, then what most devices report.")
    static final class Ls extends ListVerb {
        @Parameters(paramLabel = "PRODUCT", description = "The product's id.")
        private String product = "";

        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(Query.of(path(REPORTS), "product", product));
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    new Column(
                            "said by",
                            row -> row.path("declared").asBoolean() ? "declared" : row.path("devices") + " devices"),
                    new Column("components", row -> joined(row.path("components"))),
                    new Column("commands", row -> joined(row.path("commands"))),
                    new Column("algorithms", row -> joined(row.path("algorithms"))),
                    new Column("differences", row -> joined(row.path("deltas"))));
        }

        private static String joined(JsonNode list) {
            return list.valueStream().map(JsonNode::asString).collect(Collectors.joining(" "));
        }
    }

    /** {@code muster release capabilities declare}. */
    @Command(
            name = "declare",
            description = "Say what all devices of a product can run, in place of what was said before.")
    static final class Declare extends Verb {
        @Parameters(index = "0", paramLabel = "PRODUCT", description = "The product's id.")
        private String product = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "A SUIT_Capability_Report.")
        private Path file = Path.of("");

        @Override
        protected Status run(Screen screen) throws IOException {
            Capabilities can;
            try {
                can = Capabilities.parse(Files.readAllBytes(file));
            } catch (MalformedException e) {
                throw new CommandFailed(Status.USAGE, file + " is not a capability report: " + e.getMessage() + ".", e);
            }
            try (var api = api()) {
                JsonNode done =
                        api.send(Query.of(path(REPORTS), "product", product), "POST", Capabilities.MEDIA_TYPE, file);
                screen.result(
                        done,
                        "declared " + can.components().size() + " components and "
                                + can.commands().size() + " commands of " + product);
                return Status.YES;
            }
        }
    }

    /** {@code muster release capabilities export}. */
    @Command(
            name = "export",
            description = "Write the report of most devices into a file, for muster suit create --capabilities.")
    static final class Export extends Verb {
        @Parameters(index = "0", paramLabel = "PRODUCT", description = "The product's id.")
        private String product = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "Gets the report.")
        private Path file = Path.of("");

        @Override
        protected Status run(Screen screen) throws IOException {
            try (var api = api()) {
                JsonNode reports = api.get(Query.of(path(REPORTS), "product", product));
                if (reports.isEmpty()) {
                    throw CommandFailed.because("Nothing is known of what devices of " + product + " can run.");
                }
                JsonNode first = reports.valueStream()
                        .filter(row -> !row.path("declared").asBoolean())
                        .findFirst()
                        .orElse(reports.get(0));
                byte[] report = Base64.getDecoder().decode(first.path("report").asString());
                Files.write(file, report);
                screen.result(Map.of("bytes", report.length), file + ": " + report.length + " bytes");
                return Status.YES;
            }
        }
    }
}
