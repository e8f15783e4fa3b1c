package dev.muster.cli.maker;

import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.inspect.SharedKeyFile;
import dev.muster.core.attestation.SharedKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster ref key}. */
@Command(
        name = "key",
        description = "Keys that devices and this verifier share, for tokens under COSE_Mac0.",
        subcommands = {SharedKeyVerbs.Add.class, SharedKeyVerbs.Ls.class, SharedKeyVerbs.Remove.class})
final class SharedKeyVerbs extends VerbGroup {

    /** {@code muster ref key add}. */
    @Command(name = "add", description = "Bring the key of one device; it never comes out of the server again.")
    static final class Add extends Verb {
        @Parameters(paramLabel = "FILE", description = "A JWK of the type oct, or a COSE_Key.")
        private Path file = Path.of("");

        @Option(names = "--instance", paramLabel = "HEX", required = true, description = "Instance id, a UEID.")
        private String instance = "";

        @Option(
                names = "--implementation",
                paramLabel = "HEX",
                description = "Implementation id of a PSA root of trust; without, the key is for EATs of the UEID.")
        private String implementation = "";

        @Override
        protected Status run(Screen screen) throws Exception {
            SharedKey key = SharedKeyFile.read(file);
            Map<String, Object> body = new LinkedHashMap<>();
            if (!implementation.isEmpty()) {
                body.put("implementation", implementation);
            }
            body.put("instance", instance);
            body.put(
                    "key",
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(key.key().encode()));
            try (var api = api()) {
                JsonNode answer = api.post(path("attestation-keys"), body);
                screen.result(
                        answer,
                        answer.path("changed").asBoolean()
                                ? "key " + answer.path("id").asString() + " counts from now on"
                                : "the key is there already");
                return Status.YES;
            }
        }
    }

    /** {@code muster ref key ls}. */
    @Command(name = "ls", description = "List whose keys there are; not the keys.")
    static final class Ls extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            List<JsonNode> all = new ArrayList<>();
            String after = "";
            JsonNode page;
            do {
                page = api.get(path("attestation-keys" + after));
                page.forEach(all::add);
                after = all.isEmpty()
                        ? ""
                        : "?after=" + all.getLast().path("id").asString();
            } while (!page.isEmpty());
            return all;
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("instance", "instance"),
                    Column.of("implementation", "implementation"),
                    Column.of("key", "id"));
        }
    }

    /** {@code muster ref key remove}. */
    @Command(name = "remove", description = "Believe nothing under a key any more.")
    static final class Remove extends Verb {
        @Parameters(paramLabel = "KEY", description = "Its id, as muster ref key ls shows it.")
        private String id = "";

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "For the record.")
        private String reason = "";

        @Override
        protected Status run(Screen screen) throws Exception {
            try (var api = api()) {
                JsonNode answer = api.post(path("attestation-keys/" + id + "/remove"), Map.of("because", reason));
                screen.result(answer, "nothing under this key is believed from now on");
                return Status.YES;
            }
        }
    }
}
