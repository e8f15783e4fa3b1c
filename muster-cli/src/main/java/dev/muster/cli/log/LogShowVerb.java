package dev.muster.cli.log;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster log show}: one entry of the record, with its content. */
@Command(name = "show", description = "Show one entry of the record: what it says, about what, by whom and when.")
final class LogShowVerb extends Verb {
    @Parameters(paramLabel = "INDEX", description = "Its place in the record, from 0.")
    private long index;

    @Override
    protected Status run(Screen screen) {
        if (index < 0) {
            throw CommandFailed.usage("Entries are counted from 0.");
        }
        try (var api = api()) {
            JsonNode entry = api.get(path("entries?limit=1&from=" + index))
                    .path("entries")
                    .path(0);
            if (entry.path("index").asLong(-1) != index) {
                throw CommandFailed.because("The record has no entry " + index + ".");
            }
            if (screen.wantsJson()) {
                screen.json(entry);
                return Status.YES;
            }
            screen.table(List.of(
                    List.of("entry", entry.path("index").asString()),
                    List.of("type", entry.path("type").asString()),
                    List.of("about", entry.path("subject").asString()),
                    List.of("by", entry.path("issuer").asString()),
                    List.of("true since", entry.path("effectiveAt").asString()),
                    List.of("learned", entry.path("receivedAt").asString()),
                    List.of("SHA-256", entry.path("digest").asString())));
            screen.line(entry.path("body").asString());
            return Status.YES;
        }
    }
}
