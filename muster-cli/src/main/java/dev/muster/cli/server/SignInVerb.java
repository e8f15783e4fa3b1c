package dev.muster.cli.server;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.net.URI;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster sign-in}. */
@Command(name = "sign-in", description = "Make a link that signs one browser in to the console, once.")
public final class SignInVerb extends Verb {
    @Option(
            names = "--operator",
            paramLabel = "NAME",
            description = "Who is signed in (default: ${DEFAULT-VALUE}, the owner of this machine).",
            defaultValue = "local")
    private String operator = "local";

    @Override
    protected Status run(Screen screen) {
        try (var api = api()) {
            String path = api.post(path("sign-in-links"), Map.of("operator", operator))
                    .path("path")
                    .asString();
            URI link = api.server().resolve(path);
            screen.result(Map.of("signIn", link.toString()), link + "  (works once, for 15 minutes)");
            return Status.YES;
        }
    }
}
