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

/** {@code muster device ls}. */
@Command(name = "ls", description = "List the devices.")
final class DeviceListVerb extends Verb {
    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "What was known at this time, such as 2026-11-21T20:00:00Z (default: now).")
    private String asOf = "";

    @Override
    protected Status run(Screen screen) {
        try (var api = api()) {
            JsonNode devices = api.get(Query.of(path("devices"), "asOf", asOf)).path("devices");
            if (screen.wantsJson()) {
                screen.json(devices);
                return Status.YES;
            }
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("device", "state", "verdict", "software", "strength", "attested"));
            for (JsonNode device : devices) {
                rows.add(List.of(
                        text(device, "id"),
                        text(device, "state"),
                        text(device, "verdict"),
                        text(device, "software"),
                        text(device, "strength"),
                        text(device, "attestedAt")));
            }
            screen.table(rows);
            return Status.YES;
        }
    }

    private static String text(JsonNode device, String member) {
        String value = device.path(member).asString("");
        return value.isEmpty() ? "-" : value;
    }
}
