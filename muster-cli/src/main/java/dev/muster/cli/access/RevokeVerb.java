package dev.muster.cli.access;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code muster operator revoke}. */
@Command(name = "revoke", description = "End a token, for ever.")
final class RevokeVerb extends Verb {
    @Parameters(paramLabel = "ID", description = "Id of the token, as `muster operator ls` shows it.")
    private String token = "";

    @Override
    protected Status run(Screen screen) {
        try (var api = api()) {
            api.delete(path("tokens/" + token));
            screen.result(Map.of("revoked", token), "revoked " + token);
            return Status.YES;
        }
    }
}
