package dev.muster.cli.server;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code muster org ls}. */
@Command(name = "ls", description = "List the organisations that you may see.")
final class OrgListVerb extends Verb {
    @Override
    protected Status run(Screen screen) {
        try (var api = api()) {
            JsonNode orgs = api.get("/api/v1/orgs").path("orgs");
            if (screen.wantsJson()) {
                screen.json(orgs);
                return Status.YES;
            }
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("id", "name", "since"));
            for (JsonNode org : orgs) {
                rows.add(List.of(
                        org.path("id").asString(),
                        org.path("name").asString(),
                        org.path("createdAt").asString()));
            }
            screen.table(rows);
            return Status.YES;
        }
    }
}
