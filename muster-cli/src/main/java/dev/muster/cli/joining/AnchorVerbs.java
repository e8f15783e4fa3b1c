package dev.muster.cli.joining;

import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster join anchor}. */
@Command(
        name = "anchor",
        description = "The makers' authorities whose devices may join.",
        subcommands = {AnchorVerbs.Add.class, AnchorVerbs.ListAll.class, AnchorVerbs.Remove.class})
public final class AnchorVerbs extends VerbGroup {

    /** {@code muster join anchor add}. */
    @Command(name = "add", description = "Trust an authority for the devices of one maker.")
    static final class Add extends Verb {
        @Parameters(paramLabel = "CERTIFICATE", description = "The authority's certificate, a PEM file.")
        private Path certificate = Path.of("");

        @Option(
                names = "--maker",
                paramLabel = "NAME",
                required = true,
                description = "The maker, as its factory certificates name it (O).")
        private String maker = "";

        @Option(
                names = "--admit",
                paramLabel = "WHICH",
                defaultValue = "any",
                description = "Which of the maker's devices may join: any, registered (imported or entered before),"
                        + " approval (a person says yes to each), voucher (the maker says by a voucher that it is yours)."
                        + " Default: any, also one that was bought in a shop.")
        private String admit = "any";

        @Override
        protected Status run(Screen screen) throws IOException {
            String pem = Files.readString(certificate);
            try (var api = api()) {
                JsonNode anchor =
                        api.post(path("anchors"), Map.of("maker", maker, "certificate", pem, "admission", admit));
                screen.result(
                        anchor,
                        (admit.equals("any") ? "any devices of " : admit + " devices of ") + maker + " may join under "
                                + anchor.path("fingerprint").asString());
                return Status.YES;
            }
        }
    }

    /** {@code muster join anchor ls}. */
    @Command(name = "ls", description = "List the anchors in force.")
    static final class ListAll extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("anchors")).path("anchors");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("maker", "maker"),
                    Column.of("admits", "admission"),
                    Column.of("until", "notAfter"),
                    Column.of("standing", "standing"),
                    Column.of("subject", "subject"),
                    Column.of("fingerprint", "fingerprint"));
        }
    }

    /** {@code muster join anchor rm}. */
    @Command(name = "rm", description = "Trust an authority no longer; devices that joined under it stay.")
    static final class Remove extends Verb {
        @Parameters(paramLabel = "FINGERPRINT", description = "SHA-256 of its certificate, as ls shows it.")
        private String fingerprint = "";

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                api.delete(path("anchors/" + URLEncoder.encode(fingerprint, StandardCharsets.UTF_8)));
                screen.result(Map.of("fingerprint", fingerprint), fingerprint + " is trusted no longer");
                return Status.YES;
            }
        }
    }
}
