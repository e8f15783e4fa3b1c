package dev.muster.cli.server;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.comply.Query;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code muster status}: yes when every device is trusted and the ledger goes on. */
@Command(name = "status", description = "Say how the fleet stands.")
public final class StatusVerb extends Verb {
    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "What was known at this time, such as 2026-11-21T20:00:00Z (default: now).")
    private String asOf = "";

    @Override
    protected Status run(Screen screen) {
        try (var api = api()) {
            JsonNode status = api.get(Query.of(path("status"), "asOf", asOf));
            JsonNode ledger = api.get(path("log/health"));
            int devices = status.path("devices").asInt();
            int trusted = status.path("trusted").asInt();
            if (screen.wantsJson()) {
                screen.json(status instanceof ObjectNode both ? both.set("ledger", ledger) : status);
            } else {
                screen.line(trusted + " of " + devices + " devices are trusted, "
                        + status.path("held").asInt() + " held"
                        + named(status, "fellBack", "fell back to an older release")
                        + named(status, "silent", "silent"));
                List<List<String>> rows = new ArrayList<>();
                rows.add(List.of("what", "which", "devices"));
                for (String what : List.of("states", "verdicts", "software")) {
                    status.path(what)
                            .properties()
                            .forEach(entry -> rows.add(List.of(
                                    what, entry.getKey(), entry.getValue().asString())));
                }
                screen.table(rows);
                ledger.path("troubles").forEach(trouble -> screen.line("ledger: " + trouble.asString()));
            }
            if (ledger.path("state").asString("").equals("refused")) {
                return Status.NO;
            }
            return devices == 0
                    ? Status.UNKNOWN
                    : Status.of(status.path("needSomeone").asInt() == 0);
        }
    }

    /** The first of so many by name. */
    private static String named(JsonNode status, String which, String what) {
        int count = status.path(which).asInt();
        if (count == 0) {
            return "";
        }
        List<String> first = new ArrayList<>();
        status.path(which + "First").forEach(device -> first.add(device.asString()));
        int more = count - first.size();
        return ", " + count + " " + what + ": " + String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
    }
}
