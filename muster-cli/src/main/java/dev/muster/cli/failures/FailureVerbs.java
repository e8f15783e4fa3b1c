package dev.muster.cli.failures;

import dev.muster.cli.ListVerb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster failures}: what devices say went wrong on them. */
@Command(
        name = "failures",
        description = "See what goes wrong on devices: crashes, refused programs, forbidden calls.",
        subcommands = {FailureVerbs.All.class, FailureVerbs.Where.class},
        footer = {"%nExample:", "  muster failures ls", "  muster failures where 3f2a90c1d4e5b677"})
public final class FailureVerbs extends VerbGroup {

    /** Each failure once. */
    @Command(name = "ls", description = "List failures, the newest first; the same one of many devices is one line.")
    static final class All extends ListVerb {
        @Option(names = "--device", paramLabel = "ID", description = "Those of one device.")
        private @Nullable String device;

        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(device == null ? path("failures") : Query.of(path("failures"), "device", device));
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("KIND", "kind"),
                    Column.of("WHAT", "what"),
                    Column.of("SIGN", "sign"),
                    Column.of("DEVICES", "devices"),
                    Column.of("TIMES", "occurrences"),
                    Column.of("FIRST", "first"),
                    Column.of("LAST", "last"),
                    Column.of("SIGNATURE", "signature"));
        }
    }

    /** One failure. */
    @Command(
            name = "where",
            description = "List the devices on which a failure was seen, where it was seen last first.")
    static final class Where extends ListVerb {
        @Parameters(paramLabel = "SIGNATURE", description = "As muster failures ls prints it.")
        private String signature = "";

        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("failures/" + Query.segment(signature))).path("devices");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("DEVICE", "device"),
                    Column.of("TIMES", "occurrences"),
                    Column.of("FIRST", "first"),
                    Column.of("LAST", "last"),
                    Column.of("CULPRIT", "culprit"));
        }
    }
}
