package dev.muster.cli.pack;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code muster pack trust}. */
@Command(name = "trust", description = "Print the public keys to pin for checking packs.")
final class PackTrustVerb extends Verb {
    @Override
    protected Status run(Screen screen) {
        try (var api = api()) {
            String text = new String(api.bytes(path("trust")), StandardCharsets.UTF_8);
            screen.result(Map.of("trust", text), text.strip());
            return Status.YES;
        }
    }
}
