package dev.muster.cli.access;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster operator token}. */
@Command(name = "token", description = "Make a bearer token for a program; it is shown once.")
final class TokenVerb extends Verb {
    @Parameters(paramLabel = "NAME", description = "Name of the operator, such as anna.")
    private String operator = "";

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "How long it works (default: ${DEFAULT-VALUE}).",
            defaultValue = "30")
    private int days = 30;

    @Override
    protected Status run(Screen screen) {
        try (var api = api()) {
            var made = api.post(path("tokens"), Map.of("operator", operator, "days", days));
            screen.result(
                    made,
                    made.path("token").asString() + "  (token "
                            + made.path("id").asString() + ")");
            return Status.YES;
        }
    }
}
