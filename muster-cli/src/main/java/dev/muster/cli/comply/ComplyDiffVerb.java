package dev.muster.cli.comply;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code muster comply diff}: no when a requirement is worse off at the later time. */
@Command(name = "diff", description = "Show which requirements changed between two times.")
final class ComplyDiffVerb extends Verb {
    /** From the best to the worst. */
    private static final List<String> ORDER =
            List.of("SUPPORTED", "NOT_APPLICABLE", "PARTLY", "WAIVED", "UNKNOWN", "STALE", "NOT_SUPPORTED");

    @Option(names = "--from", paramLabel = "TIME", required = true, description = "Such as 2026-11-21T12:00:00Z.")
    private String from = "";

    @Option(names = "--to", paramLabel = "TIME", defaultValue = "", description = "Default: now.")
    private String to = "";

    @Option(names = "--source", paramLabel = "NAME", defaultValue = "", description = "Only this source, such as ETSI.")
    private String source = "";

    /** One requirement that changed. */
    record Change(String requirement, String before, String after, String paraphrase) {
        boolean worse() {
            return ORDER.indexOf(after) > ORDER.indexOf(before);
        }

        /** A waiver makes nothing better: a person lives without it, or does so no more. */
        String word() {
            if (after.equals("WAIVED")) {
                return "waived";
            }
            return before.equals("WAIVED") ? "waiver over" : worse() ? "worse" : "better";
        }
    }

    @Override
    protected Status run(Screen screen) {
        try (var api = api()) {
            JsonNode before = api.get(Query.of(path("posture"), "source", source, "asOf", from));
            JsonNode after = api.get(Query.of(path("posture"), "source", source, "asOf", to));
            List<Change> changes = changes(before, after);
            if (screen.wantsJson()) {
                screen.json(Map.of("from", before.path("asOf"), "to", after.path("asOf"), "changes", changes));
            } else {
                print(screen, changes);
            }
            return Status.of(changes.stream().noneMatch(Change::worse));
        }
    }

    static List<Change> changes(JsonNode before, JsonNode after) {
        Map<String, String> verdicts = new LinkedHashMap<>();
        before.path("requirements")
                .forEach(row -> verdicts.put(
                        row.path("requirement").asString(), row.path("verdict").asString()));
        List<Change> changes = new ArrayList<>();
        for (JsonNode row : after.path("requirements")) {
            String id = row.path("requirement").asString();
            String now = row.path("verdict").asString();
            String then = verdicts.getOrDefault(id, "UNKNOWN");
            if (!then.equals(now)) {
                changes.add(new Change(id, then, now, row.path("paraphrase").asString()));
            }
        }
        return changes;
    }

    private static void print(Screen screen, List<Change> changes) {
        if (changes.isEmpty()) {
            screen.line("Nothing changed.");
            return;
        }
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("requirement", "before", "after", "", "asks"));
        for (Change change : changes) {
            table.add(List.of(
                    change.requirement(),
                    WhyTree.words(change.before()),
                    WhyTree.words(change.after()),
                    change.word(),
                    change.paraphrase()));
        }
        screen.table(table);
    }
}
