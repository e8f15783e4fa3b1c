package dev.muster.cli.comply;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code muster comply run}: no when evidence speaks against a requirement, unknown when some of it is stale. */
@Command(
        name = "run",
        description = "Show which requirements the evidence supports, by source.",
        footer = "%nEvidence supports a requirement, or does not; that a device conforms to a standard is never said.")
final class ComplyRunVerb extends Verb {
    @Option(names = "--source", paramLabel = "NAME", defaultValue = "", description = "Only this source, such as ETSI.")
    private String source = "";

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            defaultValue = "",
            description = "Answer with what was known then, such as 2026-11-21T12:00:00Z.")
    private String asOf = "";

    @Option(names = "--rows", description = "Show each requirement on which some evidence bears.")
    private boolean rows;

    @Option(
            names = "--summary",
            description = "Show how many rows have live evidence, beside how many could have any, and its grades.")
    private boolean summary;

    @Override
    protected Status run(Screen screen) {
        try (var api = api()) {
            JsonNode posture = api.get(Query.of(path("posture"), "source", source, "asOf", asOf));
            if (screen.wantsJson()) {
                screen.json(posture);
            } else {
                screen.line(posture.path("devices").asString() + " devices at "
                        + posture.path("asOf").asString() + ", catalogue "
                        + posture.path("catalogue").asString());
                screen.table(summary ? ComplyTable.summary(posture) : ComplyTable.sources(posture));
                if (rows) {
                    screen.table(ComplyTable.rows(posture));
                }
            }
            return status(posture);
        }
    }

    private static Status status(JsonNode posture) {
        Status status = Status.YES;
        for (JsonNode row : posture.path("requirements")) {
            switch (row.path("verdict").asString()) {
                case "NOT_SUPPORTED" -> {
                    return Status.NO;
                }
                case "STALE" -> status = Status.UNKNOWN;
                default -> {}
            }
        }
        return status;
    }
}
