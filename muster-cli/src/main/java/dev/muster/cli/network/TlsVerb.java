package dev.muster.cli.network;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.api.ApiClient;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster network tls}: what becomes of TLS that is not as a description says (RFC 9761). */
@Command(
        name = "tls",
        description = {
            "Say what becomes of connections whose TLS is not as a device's maker describes it:",
            "observe (counted), alert (people hear of it), enforce (ended). Without a word: what is said now."
        })
final class TlsVerb extends Verb {
    private static final List<String> WORDS = List.of("observe", "alert", "enforce");

    @Parameters(arity = "0..1", paramLabel = "MODE", defaultValue = "", description = "observe, alert or enforce.")
    private String mode = "";

    @Override
    protected Status run(Screen screen) {
        if (!mode.isEmpty() && !WORDS.contains(mode)) {
            throw CommandFailed.usage(mode + " is none of " + String.join(", ", WORDS) + ".");
        }
        try (ApiClient api = api()) {
            JsonNode site = api.get(path("network/site"));
            String now = site.path("tls").asString("OBSERVE");
            if (!mode.isEmpty()) {
                // The rest of what is said of the site stays.
                Map<String, Object> whole = new HashMap<>();
                site.properties().forEach(member -> whole.put(member.getKey(), member.getValue()));
                now = mode.toUpperCase(Locale.ROOT);
                whole.put("tls", now);
                api.put(path("network/site"), whole);
            }
            screen.result(Map.of("tls", now), now.toLowerCase(Locale.ROOT));
            return Status.YES;
        }
    }
}
