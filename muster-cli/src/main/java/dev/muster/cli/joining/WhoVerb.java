package dev.muster.cli.joining;

import dev.muster.cli.ListVerb;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster join who}. */
@Command(name = "who", description = "Find the device that a maker's number, a UUID or a name is of.")
final class WhoVerb extends ListVerb {
    @Parameters(paramLabel = "WORD", description = "A serial number, a UUID, or a device.")
    private String word = "";

    @Override
    protected Iterable<JsonNode> rows(ApiClient api) {
        return api.get(Query.of(path("joining/identities"), "is", word)).path("identities");
    }

    @Override
    protected List<Column> columns() {
        return List.of(
                Column.of("device", "device"),
                Column.of("maker", "maker"),
                Column.of("model", "model"),
                Column.of("serial", "serial"),
                Column.of("uuid", "uuid"));
    }
}
