package dev.muster.cli.access;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code muster operator ls}. */
@Command(name = "ls", description = "List operators, their roles, open sessions and tokens.")
final class OperatorListVerb extends Verb {
    @Override
    protected Status run(Screen screen) {
        try (var api = api()) {
            JsonNode operators = api.get(path("operators")).path("operators");
            if (screen.wantsJson()) {
                screen.json(operators);
                return Status.YES;
            }
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("operator", "role", "sessions", "tokens"));
            for (JsonNode operator : operators) {
                List<String> tokens = new ArrayList<>();
                operator.path("tokens").forEach(token -> tokens.add(token.asString()));
                rows.add(List.of(
                        operator.path("operator").asString(),
                        operator.path("role").asString(),
                        operator.path("sessions").asString(),
                        String.join(" ", tokens)));
            }
            screen.table(rows);
            return Status.YES;
        }
    }
}
