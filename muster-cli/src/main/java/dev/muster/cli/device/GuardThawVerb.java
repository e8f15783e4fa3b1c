package dev.muster.cli.device;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.guard.GuardSettings;
import dev.muster.guard.socket.Ask;
import dev.muster.guard.socket.GuardClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster guard thaw}. */
@Command(name = "thaw", description = "Put a frozen or safe device back into service. Needs root on the device.")
final class GuardThawVerb extends Verb {
    @Option(names = "--root", paramLabel = "DIR", required = true, description = "The device's folder.")
    private Path root = Path.of("");

    @Override
    protected Status run(Screen screen) throws IOException {
        try (GuardClient guard = new GuardClient(GuardSettings.socket(root), 1)) {
            guard.ask(new Ask.Thaw());
            screen.result(Map.of("state", "normal"), "back in service");
            return Status.YES;
        }
    }
}
