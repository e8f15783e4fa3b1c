package dev.muster.cli.maker;

import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster maker}. */
@Command(
        name = "maker",
        description = "Make a maker's keys, and say whose reference values count.",
        subcommands = {
            MakerVerbs.Key.class,
            MakerVerbs.Hss.class,
            MakerVerbs.FactoryAuthority.class,
            PayloadKeyVerb.class,
            MakerVerbs.Add.class,
            MakerVerbs.Ls.class,
            ManifestVerb.class
        })
public final class MakerVerbs extends VerbGroup {

    /** {@code muster maker key}: the same as {@code muster release key}. */
    @Command(name = "key", description = "Make the key that signs reference values and updates.")
    static final class Key extends Verb {
        @Parameters(paramLabel = "FOLDER", description = "Gets maker.key (keep it secret) and maker.pem.")
        private Path folder = Path.of("");

        @Option(names = "--maker", paramLabel = "NAME", required = true, description = "As the products name it.")
        private String maker = "";

        @Override
        protected Status run(Screen screen) throws IOException {
            MakerKey.create(maker, Instant.now(), new SecureRandom()).write(folder);
            screen.result(Map.of("folder", folder.toString()), "made a key of " + maker + " in " + folder);
            return Status.YES;
        }
    }

    /** {@code muster maker hss}. */
    @Command(
            name = "hss",
            description = {
                "Make a hash-based key (HSS/LMS) that signs updates: for `suit create`, `suit sign`, `release accept`.",
                "It has a state. Never sign with a copy of the folder: two signatures with one index give the key away."
            })
    static final class Hss extends Verb {
        @Parameters(paramLabel = "FOLDER", description = "Gets hss.key (keep it secret, never copy it) and hss.pem.")
        private Path folder = Path.of("");

        @Option(names = "--maker", paramLabel = "NAME", required = true, description = "As the products name it.")
        private String maker = "";

        @Option(
                names = "--height",
                paramLabel = "N",
                defaultValue = "10",
                description = "5, 10 or 15: it signs 32, 1,024 or 32,768 times (${DEFAULT-VALUE}).")
        private int height = 10;

        @Override
        protected Status run(Screen screen) throws IOException {
            HssFolder made = HssFolder.create(folder, maker, height, new SecureRandom());
            screen.result(
                    Map.of("folder", folder.toString(), "left", made.left()),
                    "made a key of " + maker + " in " + folder + "; it signs " + made.left() + " times");
            return Status.YES;
        }
    }

    /** {@code muster maker factory}. */
    @Command(name = "factory", description = "Make the authority that gives devices their factory identity.")
    static final class FactoryAuthority extends Verb {
        @Parameters(paramLabel = "FOLDER", description = "Gets factory.key (keep it secret) and factory.pem.")
        private Path folder = Path.of("");

        @Option(names = "--maker", paramLabel = "NAME", required = true, description = "As the products name it.")
        private String maker = "";

        @Override
        protected Status run(Screen screen) throws IOException {
            FactoryKey.create(folder, maker, Instant.now(), new SecureRandom());
            Path certificate = folder.resolve(FactoryKey.CERTIFICATE_FILE);
            screen.result(
                    Map.of("certificate", certificate.toString()),
                    "made the factory authority of " + maker + "; let its devices in with `muster join anchor add "
                            + certificate + " --maker " + maker + "`");
            return Status.YES;
        }
    }

    /** {@code muster maker add}. */
    @Command(name = "add", description = "Let a maker's key sign reference values.")
    static final class Add extends Verb {
        @Parameters(paramLabel = "FOLDER", description = "Holds maker.pem, as `muster maker key` made it.")
        private Path folder = Path.of("");

        @Override
        protected Status run(Screen screen) throws IOException {
            MakerKey.Public key = MakerKey.publicHalf(folder);
            try (var api = api()) {
                JsonNode added = api.post(path("makers"), Map.of("maker", key.maker(), "key", key.pem()));
                screen.result(
                        added,
                        "reference values of " + key.maker() + " count when signed by "
                                + added.path("thumbprint").asString());
                return Status.YES;
            }
        }
    }

    /** {@code muster maker ls}. */
    @Command(name = "ls", description = "List the makers whose reference values count.")
    static final class Ls extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("makers"));
        }

        @Override
        protected List<Column> columns() {
            return List.of(Column.of("maker", "maker"), Column.of("key", "thumbprint"));
        }
    }
}
