package dev.muster.cli.server;

import dev.muster.cli.ListVerb;
import dev.muster.cli.api.ApiClient;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code muster org ls}. */
@Command(name = "ls", description = "List the organisations that you may see.")
final class OrgListVerb extends ListVerb {
    @Override
    protected Iterable<JsonNode> rows(ApiClient api) {
        return api.get("/api/v1/orgs").path("orgs");
    }

    @Override
    protected List<Column> columns() {
        return List.of(Column.of("id", "id"), Column.of("name", "name"), Column.of("since", "createdAt"));
    }
}
