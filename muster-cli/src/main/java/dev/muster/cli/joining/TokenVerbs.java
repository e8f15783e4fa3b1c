package dev.muster.cli.joining;

import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster join token}. */
@Command(
        name = "token",
        description = "One-time secrets for devices without a factory identity.",
        subcommands = {TokenVerbs.Make.class, TokenVerbs.ListAll.class, TokenVerbs.Remove.class})
public final class TokenVerbs extends VerbGroup {

    /** {@code muster join token make}. */
    @Command(name = "make", description = "Make a secret by which one device joins once; it is shown only now.")
    static final class Make extends Verb {
        @Parameters(paramLabel = "DEVICE", description = "The id that the device will have.")
        private String device = "";

        @Option(names = "--product", paramLabel = "ID", required = true, description = "The product that it is.")
        private String product = "";

        @Option(
                names = "--hours",
                paramLabel = "N",
                defaultValue = "24",
                description = "How long it is good, at most 720.")
        private int hours = 24;

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                JsonNode made =
                        api.post(path("joining/tokens"), Map.of("device", device, "product", product, "hours", hours));
                screen.result(
                        made,
                        made.path("token").asString() + "\ngood until "
                                + made.path("until").asString() + " for " + device
                                + ", once; as password of HTTP Basic or as bearer token of EST");
                return Status.YES;
            }
        }
    }

    /** {@code muster join token ls}. */
    @Command(name = "ls", description = "List the tokens that can still be used.")
    static final class ListAll extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("joining/tokens")).path("tokens");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("device", "device"),
                    Column.of("product", "product"),
                    Column.of("until", "until"),
                    Column.of("digest", "digest"));
        }
    }

    /** {@code muster join token rm}. */
    @Command(name = "rm", description = "Take an unused token back.")
    static final class Remove extends Verb {
        @Parameters(paramLabel = "DIGEST", description = "As ls shows it.")
        private String digest = "";

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                api.delete(path("joining/tokens/" + URLEncoder.encode(digest, StandardCharsets.UTF_8)));
                screen.result(Map.of("digest", digest), "the token is good no longer");
                return Status.YES;
            }
        }
    }
}
