package dev.muster.cli.maker;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster ref policy}. */
@Command(
        name = "policy",
        description = "Show the organisation's rules over appraisals, try others over the whole fleet, or set them.")
final class PolicyVerb extends Verb {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "Rules as JSON; without, those in force are shown.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--try", description = "Only say what they would do to the newest appraisal of every device.")
    private boolean only;

    @Override
    protected Status run(Screen screen) throws Exception {
        try (var api = api()) {
            if (file.isEmpty()) {
                JsonNode now = api.get(path("attestation-policy"));
                boolean none = now.path("rows").isEmpty()
                        && now.path("freshness").isEmpty()
                        && now.path("expected").isEmpty();
                screen.result(now, none ? "no rules beside the built-in ones" : now.toString());
                return Status.YES;
            }
            JsonNode answer =
                    api.send(path("attestation-policy") + (only ? "/try" : ""), "POST", "application/json", file.get());
            screen.result(
                    answer,
                    only
                            ? ReferenceVerbs.Try.sentence(answer)
                            : answer.path("changed").asBoolean() ? "in force from now on" : "nothing changes");
            for (JsonNode change : answer.path("changed")) {
                screen.progress(change.path("device").asString() + ": "
                        + change.path("before").asString() + " to "
                        + change.path("after").asString() + ". "
                        + change.path("reason").asString());
            }
            return Status.YES;
        }
    }
}
