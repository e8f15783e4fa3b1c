package dev.muster.cli.log;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.comply.Query;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code muster log ls}: entries by subject, type, issuer and both times; yes when there is one. */
@Command(
        name = "ls",
        description =
                "List entries of the record, or statements, by what they are about, of what type, by whom and when.")
final class LogListVerb extends Verb {
    @Option(names = "--log", description = "record or statement (default: ${DEFAULT-VALUE}).", defaultValue = "record")
    private String log = "record";

    @Option(names = "--subject", paramLabel = "SUBJECT", description = "About this, such as device/cam-07.")
    private String subject = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Of this type; joining. stands for all of joining. Of statements: the content type.")
    private String type = "";

    @Option(names = "--issuer", paramLabel = "ISSUER", description = "Said by this issuer.")
    private String issuer = "";

    @Option(names = "--since", paramLabel = "TIME", description = "Learned at this time or later.")
    private String since = "";

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "Learned at this time or before: what was known then.")
    private String asOf = "";

    @Option(names = "--true-at", paramLabel = "TIME", description = "Effective at this time or before.")
    private String trueAt = "";

    @Option(names = "--newest", description = "The newest first.")
    private boolean newest;

    @Option(names = "--from", paramLabel = "INDEX", description = "First entry (default: ${DEFAULT-VALUE}).")
    private long from;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many, up to 1000 (default: ${DEFAULT-VALUE}).",
            defaultValue = "100")
    private int limit;

    @Override
    protected Status run(Screen screen) {
        boolean record = log.equals("record");
        if (!record && !log.equals("statement")) {
            throw CommandFailed.usage("--log is record or statement, not " + log + ".");
        }
        if (!record && !trueAt.isEmpty()) {
            throw CommandFailed.usage(
                    "A statement says itself when it is true; --since and --as-of ask when it was" + " registered.");
        }
        String what = record ? "entries" : "statements";
        try (var api = api()) {
            JsonNode found = api.get(Query.of(
                            path(what),
                            "subject",
                            subject,
                            "type",
                            type,
                            "issuer",
                            issuer,
                            "since",
                            since,
                            "asOf",
                            asOf,
                            "trueAt",
                            trueAt,
                            "newest",
                            newest ? "true" : "",
                            "from",
                            Long.toString(from),
                            "limit",
                            Integer.toString(limit)))
                    .path(what);
            if (screen.wantsJson()) {
                screen.json(found);
            } else {
                screen.table(record ? entries(found) : statements(found));
            }
            return Status.of(!found.isEmpty());
        }
    }

    private static List<List<String>> entries(JsonNode found) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("entry", "learned", "effective", "type", "subject", "issuer"));
        for (JsonNode entry : found) {
            rows.add(List.of(
                    entry.path("index").asString(),
                    entry.path("receivedAt").asString(),
                    entry.path("effectiveAt").asString(),
                    entry.path("type").asString(),
                    entry.path("subject").asString(),
                    entry.path("issuer").asString()));
        }
        return rows;
    }

    private static List<List<String>> statements(JsonNode found) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("statement", "registered", "type", "subject", "issuer"));
        for (JsonNode row : found) {
            rows.add(List.of(
                    row.path("index").asString(),
                    row.path("registeredAt").asString(),
                    row.path("contentType").asString(),
                    row.path("subject").asString(),
                    row.path("issuer").asString()));
        }
        return rows;
    }
}
