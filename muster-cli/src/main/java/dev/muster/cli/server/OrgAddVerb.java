package dev.muster.cli.server;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster org add}. */
@Command(name = "add", description = "Make an organisation.")
final class OrgAddVerb extends Verb {
    @Parameters(paramLabel = "ID", description = "Small letters, digits and dashes, such as acme-2.")
    private String id = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Name for people (default: the id).")
    private String name = "";

    @Override
    protected Status run(Screen screen) {
        try (var api = api()) {
            var made = api.post("/api/v1/orgs", Map.of("org", id, "name", name.isEmpty() ? id : name));
            screen.result(made, "made " + made.path("org").asString());
            return Status.YES;
        }
    }
}
