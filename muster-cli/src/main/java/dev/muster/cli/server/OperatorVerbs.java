package dev.muster.cli.server;

import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Sure;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster operator}. */
@Command(
        name = "operator",
        description = "Say who may ask for things in an organisation, and give them tokens.",
        subcommands = {
            OperatorVerbs.Add.class,
            OperatorVerbs.ListAll.class,
            OperatorVerbs.Token.class,
            OperatorVerbs.Revoke.class
        })
public final class OperatorVerbs extends VerbGroup {

    /** What somebody may do. */
    enum Role {
        OPERATOR,
        AUDITOR
    }

    /** {@code muster operator add}. */
    @Command(name = "add", description = "Let somebody in; `muster sign-in --operator NAME` makes the link.")
    static final class Add extends Verb {
        @Parameters(paramLabel = "NAME", description = "Of the person or machine.")
        private String name = "";

        @Option(
                names = "--role",
                paramLabel = "ROLE",
                defaultValue = "AUDITOR",
                description = "operator changes things, auditor sees them (default: auditor).")
        private Role role = Role.AUDITOR;

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                JsonNode added = api.post(path("operators"), Map.of("operator", name, "role", role.name()));
                screen.result(
                        added,
                        name + " is " + role.name().toLowerCase(Locale.ROOT) + " in "
                                + options().org());
                return Status.YES;
            }
        }
    }

    /** {@code muster operator ls}: read from the record, where each of them was let in. */
    @Command(name = "ls", description = "List who was let in, the newest first.")
    static final class ListAll extends ListVerb {
        private static final String MOST = "1000";

        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(Query.of(path("entries"), "type", "access.operator-added", "newest", "true", "limit", MOST))
                    .path("entries");
        }

        /** A text of an entry's content, which the API shows in diagnostic notation. */
        private static String member(JsonNode entry, String name) {
            Matcher found = Pattern.compile("\"" + name + "\":\\s*\"([^\"]*)\"")
                    .matcher(entry.path("body").asString(""));
            return found.find() ? found.group(1) : "";
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    new Column("operator", row -> member(row, "operator")),
                    new Column("role", row -> member(row, "role").toLowerCase(Locale.ROOT)),
                    Column.of("by", "issuer"),
                    Column.of("since", "effectiveAt"),
                    Column.of("entry", "index"));
        }
    }

    /** {@code muster operator token}. */
    @Command(
            name = "token",
            description = "Make a token for a machine or for the command line elsewhere; it is shown once.",
            footer = "%nExample:%n  export MUSTER_TOKEN=$(muster operator token reporter --days 30)")
    static final class Token extends Verb {
        @Parameters(paramLabel = "NAME", description = "Who was let in by `muster operator add`.")
        private String name = "";

        @Option(names = "--days", paramLabel = "N", defaultValue = "30", description = "How long it works (30).")
        private int days;

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                JsonNode made = api.post(path("tokens"), Map.of("operator", name, "days", days));
                screen.progress("token " + made.path("id").asString() + " of " + name + ", for " + days
                        + " days; take it back with `muster operator revoke "
                        + made.path("id").asString() + "`");
                screen.result(made, made.path("token").asString());
                return Status.YES;
            }
        }
    }

    /** {@code muster operator revoke}. */
    @Command(name = "revoke", description = "Take a token back; it stops working now.")
    static final class Revoke extends Verb {
        @Parameters(paramLabel = "TOKEN-ID", description = "The short id, not the token.")
        private String id = "";

        @Mixin
        private final Sure sure = new Sure();

        @Override
        protected Status run(Screen screen) {
            sure.confirmed("Whatever uses token " + id + " stops working.");
            try (var api = api()) {
                api.delete(path("tokens/" + Query.segment(id)));
                screen.result(Map.of("revoked", id), "token " + id + " works no longer");
                return Status.YES;
            }
        }
    }
}
