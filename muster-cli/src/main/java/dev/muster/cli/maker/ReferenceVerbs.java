package dev.muster.cli.maker;

import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster ref}. */
@Command(
        name = "ref",
        description = "Publish what devices should be (CoRIM).",
        subcommands = {
            ReferenceVerbs.Add.class,
            ReferenceVerbs.Try.class,
            ReferenceVerbs.Ls.class,
            LifeVerbs.Activate.class,
            LifeVerbs.Retire.class,
            LifeVerbs.Revoke.class,
            PolicyVerb.class,
            SharedKeyVerbs.class
        })
public final class ReferenceVerbs extends VerbGroup {

    /** {@code muster ref add}. */
    @Command(name = "add", description = "Publish a signed CoRIM with reference values.")
    static final class Add extends Verb {
        @Parameters(paramLabel = "FILE", description = "A CoRIM signed by a registered key of its maker.")
        private Path file = Path.of("");

        @Option(
                names = "--staged",
                description = "Its values count only from the rollout of their version on, or when they are activated.")
        private boolean staged;

        @Override
        protected Status run(Screen screen) throws Exception {
            try (var api = api()) {
                JsonNode added = api.send(
                        path("references") + (staged ? "?staged=true" : ""), "POST", "application/rim+cose", file);
                screen.result(added, "published " + added.path("digest").asString());
                for (JsonNode remark : added.path("tolerated")) {
                    screen.progress("accepted although the draft no longer allows it: " + remark.asString());
                }
                for (JsonNode warning : added.path("warnings")) {
                    screen.progress("warning: " + warning.asString());
                }
                return Status.YES;
            }
        }
    }

    /** {@code muster ref try}. */
    @Command(
            name = "try",
            description = "What publishing a signed CoRIM would do to the newest appraisal of every device.")
    static final class Try extends Verb {
        @Parameters(paramLabel = "FILE", description = "A CoRIM signed by a registered key of its maker.")
        private Path file = Path.of("");

        @Override
        protected Status run(Screen screen) throws Exception {
            try (var api = api()) {
                JsonNode tried = api.send(path("references") + "/try", "POST", "application/rim+cose", file);
                screen.result(tried, sentence(tried));
                for (JsonNode change : tried.path("changed")) {
                    screen.progress(change.path("device").asString() + ": "
                            + change.path("before").asString() + " to "
                            + change.path("after").asString() + ". "
                            + change.path("reason").asString());
                }
                for (JsonNode warning : tried.path("warnings")) {
                    screen.progress("warning: " + warning.asString());
                }
                return Status.YES;
            }
        }

        static String sentence(JsonNode tried) {
            String changes = tried.path("changes").isEmpty()
                    ? "nothing changes"
                    : tried.path("changes")
                            .toString()
                            .replaceAll("[{}\"]", "")
                            .replace(":", ": ")
                            .replace(",", ", ");
            return tried.path("devices").asString() + " devices appraised again: " + changes;
        }
    }

    /** {@code muster ref ls}. */
    @Command(name = "ls", description = "List the manifests with reference values.")
    static final class Ls extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("references"));
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("manifest", "corimId"),
                    Column.of("maker", "maker"),
                    Column.of("since", "addedAt"),
                    new Column("life", LifeVerbs::lives),
                    Column.of("digest", "digest"));
        }
    }
}
