package dev.muster.cli.maker;

import dev.muster.cli.ListVerb;
import dev.muster.cli.api.ApiClient;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What there is of products, releases and rollouts. */
final class UpdateLists {
    private UpdateLists() {}

    /** {@code muster product ls}. */
    @Command(name = "ls", description = "List the products.")
    static final class Products extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("products")).path("products");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("product", "id"),
                    Column.of("name", "name"),
                    Column.of("maker", "maker"),
                    Column.of("model", "model"),
                    Column.of("support until", "supportUntil"));
        }
    }

    /** What belongs to one product. */
    abstract static class OfProduct extends ListVerb {
        @Option(names = "--product", paramLabel = "PRODUCT", description = "Only of this product.")
        private String product = "";

        @Override
        protected boolean wanted(JsonNode row) {
            return product.isEmpty() || product.equals(row.path("product").asString(""));
        }
    }

    /** {@code muster release ls}. */
    @Command(name = "ls", description = "List the published releases.")
    static final class Releases extends OfProduct {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("releases"));
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("release", "id"),
                    Column.of("product", "product"),
                    Column.of("version", "version"),
                    Column.of("sequence", "sequence"),
                    Column.of("signed by", "signer"),
                    new Column("analysis", row -> analysis(row.path("analysed"))));
        }

        private static String analysis(JsonNode told) {
            if (!told.has("findings")) {
                return "none";
            }
            int found = told.path("findings").size();
            return found == 0 ? "clean" : found + " waived";
        }
    }

    /** {@code muster rollout ls}. */
    @Command(name = "ls", description = "List the rollouts.")
    static final class Rollouts extends OfProduct {
        @Option(names = "--state", paramLabel = "STATE", description = "Only in this state, such as running.")
        private String state = "";

        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("rollouts"));
        }

        @Override
        protected boolean wanted(JsonNode row) {
            return super.wanted(row)
                    && (state.isEmpty()
                            || state.equalsIgnoreCase(row.path("state").asString("")));
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("rollout", "id"),
                    Column.of("release", "release"),
                    Column.of("state", "state"),
                    new Column(
                            "updated", row -> row.path("count").path("updated").asString()),
                    new Column("failed", row -> row.path("count").path("failed").asString()),
                    Column.of("devices", "devices"),
                    Column.of("reason", "reason"));
        }
    }
}
