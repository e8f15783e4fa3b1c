package dev.muster.cli.access;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code muster operator end-sessions}. */
@Command(name = "end-sessions", description = "Sign an operator out of every browser.")
final class EndSessionsVerb extends Verb {
    @Parameters(paramLabel = "NAME", description = "Name of the operator, such as anna.")
    private String operator = "";

    @Override
    protected Status run(Screen screen) {
        try (var api = api()) {
            api.post(path("operators/" + operator + "/end-sessions"));
            screen.result(Map.of("signedOut", operator), "signed out " + operator);
            return Status.YES;
        }
    }
}
