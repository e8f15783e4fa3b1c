package dev.muster.cli.maker;

import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** The keys that sign a product's releases: which they are, how many must sign, and the end of one. */
final class ReleaseKeyVerbs {
    private ReleaseKeyVerbs() {}

    /** {@code muster release keys}. */
    @Command(name = "keys", description = "List the keys that sign a product's releases, and what each may.")
    static final class Keys extends ListVerb {
        @Parameters(paramLabel = "PRODUCT", description = "The product's id.")
        private String product = "";

        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(Query.of(path("release-keys"), "product", product)).path("keys");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("maker", "name"),
                    Column.of("key", "thumbprint"),
                    new Column(
                            "downgrades",
                            row -> row.path("may").path("downgrades").asBoolean(false) ? "yes" : "no"),
                    new Column("components", row -> bounds(row, "components")),
                    new Column("commands", row -> bounds(row, "commands")),
                    new Column("parameters", row -> bounds(row, "parameters")));
        }

        private static String bounds(JsonNode row, String which) {
            List<String> values = row.path("may")
                    .path(which)
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList();
            return values.isEmpty() ? "all" : String.join(" ", values);
        }
    }

    /** {@code muster release need}. */
    @Command(name = "need", description = "Say how many different keys must have signed a release of a product.")
    static final class Needed extends Verb {
        @Parameters(index = "0", paramLabel = "PRODUCT", description = "The product's id.")
        private String product = "";

        @Parameters(index = "1", paramLabel = "N", description = "At most as many as there are accepted keys.")
        private int count;

        @Override
        protected Status run(Screen screen) throws IOException {
            try (var api = api()) {
                JsonNode done = api.post(path("release-keys/needed"), Map.of("product", product, "count", count));
                screen.result(done, "a release of " + product + " needs the signatures of " + count + " keys");
                return Status.YES;
            }
        }
    }

    /** {@code muster release revoke}. */
    @Command(
            name = "revoke",
            description = {
                "End a key: nothing that it signs is published any longer.",
                "Rollouts of releases that it signed, and too few other keys, stop."
            })
    static final class Revoke extends Verb {
        @Parameters(index = "0", paramLabel = "PRODUCT", description = "The product's id.")
        private String product = "";

        @Parameters(index = "1", paramLabel = "KEY", description = "Its thumbprint, as `muster release keys` shows it.")
        private String thumbprint = "";

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for the record.")
        private String reason = "";

        @Override
        protected Status run(Screen screen) throws IOException {
            try (var api = api()) {
                JsonNode done = api.post(
                        path("release-keys/revoke"),
                        Map.of("product", product, "thumbprint", thumbprint, "reason", reason));
                List<String> stopped = done.path("stopped")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList();
                screen.result(
                        done,
                        "revoked " + thumbprint + (stopped.isEmpty() ? "" : "; stopped " + String.join(", ", stopped)));
                return Status.YES;
            }
        }
    }
}
