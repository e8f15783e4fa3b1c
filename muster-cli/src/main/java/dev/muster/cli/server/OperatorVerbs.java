package dev.muster.cli.server;

import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Sure;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
            OperatorVerbs.Remove.class,
            OperatorVerbs.EndSessions.class,
            OperatorVerbs.Token.class,
            OperatorVerbs.Revoke.class
        })
public final class OperatorVerbs extends VerbGroup {

    /** What somebody may do. */
    enum Role {
        ADMINISTRATOR,
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
                description =
                        "administrator says who may, operator changes things, auditor sees them (default: auditor).")
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

    /** {@code muster operator ls}. */
    @Command(name = "ls", description = "List who may ask for things, their open sessions and working tokens.")
    static final class ListAll extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("operators")).path("operators");
        }

        private static String tokens(JsonNode operator) {
            List<String> ids = new ArrayList<>();
            operator.path("tokens").forEach(token -> ids.add(token.asString()));
            return String.join(" ", ids);
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("operator", "operator"),
                    new Column("role", row -> row.path("role").asString("").toLowerCase(Locale.ROOT)),
                    Column.of("sessions", "sessions"),
                    new Column("tokens", ListAll::tokens));
        }
    }

    /** {@code muster operator remove}. */
    @Command(name = "remove", description = "Take somebody's access away: sessions, links and tokens end, for ever.")
    static final class Remove extends Verb {
        @Parameters(paramLabel = "NAME", description = "Who was let in by `muster operator add`.")
        private String name = "";

        @Mixin
        private final Sure sure = new Sure();

        @Override
        protected Status run(Screen screen) {
            sure.confirmed("Whatever " + name + " is signed in to or has tokens for stops working.");
            try (var api = api()) {
                api.delete(path("operators/" + Query.segment(name)));
                screen.result(Map.of("removed", name), name + " has no access any more");
                return Status.YES;
            }
        }
    }

    /** {@code muster operator end-sessions}. */
    @Command(name = "end-sessions", description = "Sign somebody out of every browser, and end links they did not use.")
    static final class EndSessions extends Verb {
        @Parameters(paramLabel = "NAME", description = "Yourself, or anybody as an administrator.")
        private String name = "";

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                api.post(path("operators/" + Query.segment(name) + "/end-sessions"));
                screen.result(Map.of("signedOut", name), name + " is signed out everywhere");
                return Status.YES;
            }
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
