package dev.muster.cli.maker;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code muster rollout pace}. */
@Command(name = "pace", description = "Show, or decide, how many bytes an hour all rollouts together may offer.")
final class PaceVerb extends Verb {
    @Option(names = "--bytes-per-hour", paramLabel = "N", description = "Each offer counts whole; 0 for any number.")
    private Optional<Long> bytes = Optional.empty();

    @Override
    protected Status run(Screen screen) {
        try (var api = api()) {
            JsonNode now = bytes.isPresent()
                    ? api.post(path("rollout-pace"), Map.of("bytesPerHour", bytes.get()))
                    : api.get(path("rollout-pace"));
            long most = now.path("bytesPerHour").asLong();
            screen.result(
                    now,
                    (most == 0 ? "any number of bytes an hour" : "at most " + most + " bytes an hour") + "; "
                            + now.path("offeredLastHour").asLong() + " were offered in the last one");
            return Status.YES;
        }
    }
}
