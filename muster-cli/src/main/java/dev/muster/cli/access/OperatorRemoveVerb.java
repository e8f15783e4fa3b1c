package dev.muster.cli.access;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code muster operator remove}. */
@Command(name = "remove", description = "Take an operator's access away: sessions, links and tokens end, for ever.")
final class OperatorRemoveVerb extends Verb {
    @Parameters(paramLabel = "NAME", description = "Name of the operator, such as anna.")
    private String operator = "";

    @Override
    protected Status run(Screen screen) {
        try (var api = api()) {
            api.delete(path("operators/" + operator));
            screen.result(Map.of("removed", operator), "removed " + operator);
            return Status.YES;
        }
    }
}
