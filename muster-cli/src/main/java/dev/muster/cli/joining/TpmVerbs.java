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

/** {@code muster join tpm}. */
@Command(
        name = "tpm",
        description = "Whose TPMs are believed, and which TPM each device has.",
        subcommands = {
            TpmVerbs.Add.class,
            TpmVerbs.ListAll.class,
            TpmVerbs.Remove.class,
            TpmVerbs.Import.class,
            TpmRegisterVerb.class
        })
public final class TpmVerbs extends VerbGroup {

    /** {@code muster join tpm add}. */
    @Command(name = "add", description = "Believe the endorsement certificates below an authority.")
    static final class Add extends Verb {
        @Parameters(
                paramLabel = "CERTIFICATE",
                description = "A PEM file: the root, or the intermediate when devices do not send it.")
        private Path certificate = Path.of("");

        @Option(names = "--maker", paramLabel = "NAME", required = true, description = "The maker of the TPMs.")
        private String maker = "";

        @Option(names = "--software", description = "These TPMs are software: no key in them counts as in hardware.")
        private boolean software;

        @Override
        protected Status run(Screen screen) throws IOException {
            String home = software ? "software-tpm" : "hardware-tpm";
            try (var api = api()) {
                JsonNode added = api.post(
                        path("tpm/makers"),
                        Map.of("maker", maker, "certificate", Files.readString(certificate), "home", home));
                screen.result(
                        added,
                        "TPMs of " + maker + " are believed (" + home + ") under "
                                + added.path("fingerprint").asString());
                return Status.YES;
            }
        }
    }

    /** {@code muster join tpm ls}. */
    @Command(name = "ls", description = "List the makers of TPMs that are believed.")
    static final class ListAll extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("tpm/makers")).path("makers");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("maker", "maker"),
                    Column.of("home", "home"),
                    Column.of("until", "notAfter"),
                    Column.of("subject", "subject"),
                    Column.of("fingerprint", "fingerprint"));
        }
    }

    /** {@code muster join tpm rm}. */
    @Command(name = "rm", description = "Believe an authority no longer; what was proved under it grows old.")
    static final class Remove extends Verb {
        @Parameters(paramLabel = "FINGERPRINT", description = "SHA-256 of its certificate, as ls shows it.")
        private String fingerprint = "";

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                api.delete(path("tpm/makers/" + URLEncoder.encode(fingerprint, StandardCharsets.UTF_8)));
                screen.result(Map.of("fingerprint", fingerprint), fingerprint + " is believed no longer");
                return Status.YES;
            }
        }
    }

    /** {@code muster join tpm import}. */
    @Command(
            name = "import",
            description = "Say which endorsement key each device has: no other TPM is believed of it.")
    static final class Import extends Verb {
        @Parameters(
                paramLabel = "FILE",
                description = "CSV: device id, SHA-256 (hex) of the endorsement key's SubjectPublicKeyInfo.")
        private Path file = Path.of("");

        @Override
        protected Status run(Screen screen) throws IOException {
            try (var api = api()) {
                JsonNode outcome = api.post(path("tpm/devices"), Map.of("list", Files.readString(file)));
                screen.result(outcome, listed(outcome));
                return outcome.path("refused").isEmpty() ? Status.YES : Status.NO;
            }
        }
    }

    /** What became of a list, in words. */
    static String listed(JsonNode outcome) {
        StringBuilder text = new StringBuilder();
        text.append(outcome.path("listed").asInt()).append(" listed, ");
        text.append(outcome.path("known").asInt()).append(" known already");
        for (JsonNode line : outcome.path("refused")) {
            text.append("\nline ").append(line.path("line").asInt()).append(": ");
            text.append(line.path("reason").asString()).append(", ");
            text.append(line.path("detail").asString());
        }
        return text.toString();
    }
}
