package dev.muster.cli.access;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster operator add}. */
@Command(name = "add", description = "Let somebody act in the organisation, or give them another role.")
final class OperatorAddVerb extends Verb {
    @Parameters(paramLabel = "NAME", description = "Name of the operator, such as anna.")
    private String operator = "";

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "ADMINISTRATOR, OPERATOR or AUDITOR (default: ${DEFAULT-VALUE}).",
            defaultValue = "AUDITOR")
    private String role = "AUDITOR";

    @Override
    protected Status run(Screen screen) {
        try (var api = api()) {
            api.post(path("operators"), Map.of("operator", operator, "role", role));
            screen.result(Map.of("operator", operator, "role", role), operator + " is " + role);
            return Status.YES;
        }
    }
}
