package dev.muster.cli.governance;

import dev.muster.cli.ListVerb;
import dev.muster.cli.ListVerb.Column;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster record feed}: calendars that people subscribe to. */
@Command(
        name = "feed",
        description = "Addresses that calendar programs subscribe to: who has one reads what is due, and nothing else.",
        subcommands = {FeedVerbs.Open.class, FeedVerbs.ListAll.class, FeedVerbs.End.class},
        footer = {"%nExample:", "  muster record feed open --kind plan", "  muster record feed end 5f3a0c7719be"})
final class FeedVerbs extends VerbGroup {

    /** A new address. */
    @Command(
            name = "open",
            description = "Make an address for a calendar program; it is shown once and good for a year.")
    static final class Open extends Verb {
        @Option(names = "--kind", paramLabel = "KIND", defaultValue = "", description = "Only records of this kind.")
        private String kind = "";

        @Override
        protected Status run(Screen screen) {
            try (ApiClient api = api()) {
                JsonNode feed = api.post(path("governance/feeds"), Map.of("kind", kind));
                screen.result(
                        feed, api.server().resolve(feed.path("path").asString()).toString());
                return Status.YES;
            }
        }
    }

    /** Whose there are. */
    @Command(name = "ls", description = "List the addresses that are good: of what, whose, until when.")
    static final class ListAll extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("governance/feeds")).path("feeds");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("ID", "id"),
                    new Column(
                            "OF",
                            row -> row.path("kind").asString("").isEmpty()
                                    ? "all"
                                    : row.path("kind").asString()),
                    Column.of("BY", "by"),
                    Column.of("UNTIL", "until"));
        }
    }

    /** No more. */
    @Command(name = "end", description = "End an address: whoever has it reads nothing any more.")
    static final class End extends Verb {
        @Parameters(paramLabel = "ID", description = "As muster record feed ls shows it.")
        private String id = "";

        @Override
        protected Status run(Screen screen) {
            try (ApiClient api = api()) {
                api.delete(path("governance/feeds/" + Query.segment(id)));
                screen.result(Map.of("id", id, "ended", true), "feed " + id + " is good no more");
                return Status.YES;
            }
        }
    }
}
