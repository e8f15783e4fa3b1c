package dev.muster.cli.log;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code muster log witness}: who watches this ledger, and which logs it watches. Yes when every witness keeps up. */
@Command(name = "witness", description = "Say how the witnesses of the ledger stand, or witness another log.")
final class LogWitnessVerb extends Verb {
    @Option(
            names = "--add",
            paramLabel = "VKEY",
            description = "Cosign the checkpoints of this log from here on; its key is name+id+base64.")
    private @Nullable String add;

    @Override
    protected Status run(Screen screen) {
        try (var api = api()) {
            if (add != null) {
                api.post(path("witness/logs"), Map.of("key", add));
            }
            String key = api.get(path("witness")).path("key").asString();
            String log = api.get(path("log")).path("statement").path("key").asString();
            JsonNode health = api.get(path("log/health"));
            JsonNode witnesses = health.path("witnesses");
            if (screen.wantsJson()) {
                screen.json(Map.of("key", key, "log", log, "quorum", health.path("quorum"), "witnesses", witnesses));
            } else {
                screen.line("This ledger as a witness of others: " + key);
                screen.line("Its statement log, for others to witness: " + log);
                witnesses.forEach(one -> screen.line(sentence(one)));
            }
            return Status.of(
                    witnesses.valueStream().allMatch(one -> one.path("failures").asLong() == 0));
        }
    }

    private static String sentence(JsonNode witness) {
        String what = witness.path("name").asString() + ": cosigned "
                + witness.path("cosigned").asLong() + " entries";
        long failures = witness.path("failures").asLong();
        return failures == 0
                ? what
                : what + ", then failed " + failures + " times: "
                        + witness.path("lastError").asString();
    }
}
