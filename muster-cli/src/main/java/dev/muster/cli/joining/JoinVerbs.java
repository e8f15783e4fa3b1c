package dev.muster.cli.joining;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Sure;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster join}. */
@Command(
        name = "join",
        description = "Decide who may join: anchors, tokens, imports, words, the device authority, letting go.",
        subcommands = {
            AnchorVerbs.class,
            TpmVerbs.class,
            TokenVerbs.class,
            VoucherVerbs.class,
            ImportVerb.class,
            WhoVerb.class,
            WaitingVerbs.ListAll.class,
            WaitingVerbs.Admit.class,
            WaitingVerbs.Deny.class,
            WaitingVerbs.Refusals.class,
            JoinVerbs.Authority.class,
            JoinVerbs.LetGo.class
        })
public final class JoinVerbs extends VerbGroup {

    /** {@code muster join ca}. */
    @Command(name = "ca", description = "Show the authority that issues certificates to devices.")
    static final class Authority extends Verb {
        @Option(
                names = "--out",
                paramLabel = "FILE",
                description = "Write its certificate and those above it there, in PEM.")
        private Path out = Path.of("");

        @Override
        protected Status run(Screen screen) throws Exception {
            try (var api = api()) {
                JsonNode authority = api.get(path("authority"));
                if (!out.toString().isEmpty()) {
                    Files.writeString(out, authority.path("chain").asString());
                }
                screen.result(
                        authority,
                        authority.path("subject").asString() + "\nuntil "
                                + authority.path("notAfter").asString() + "\nSHA-256 "
                                + authority.path("fingerprint").asString());
                return Status.YES;
            }
        }
    }

    /** {@code muster join let-go}. */
    @Command(name = "let-go", description = "Let a device enrol once more under another key; its certificate ends now.")
    static final class LetGo extends Verb {
        @Parameters(paramLabel = "DEVICE", description = "The device's id.")
        private String id = "";

        @Mixin
        private final Sure sure = new Sure();

        @Override
        protected Status run(Screen screen) {
            String reason = sure.reason(id + " loses its certificate and may enrol once more.");
            try (var api = api()) {
                String device = URLEncoder.encode(id, StandardCharsets.UTF_8);
                api.post(path("devices/" + device + "/ownership/release"), Map.of("reason", reason));
                screen.result(Map.of("device", id), id + " may enrol once more by its factory identity");
                return Status.YES;
            }
        }
    }
}
