package dev.muster.cli.server;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.comply.Query;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster device show}: yes when the device is trusted. */
@Command(name = "show", description = "Show what is known about a device, and how.")
final class DeviceShowVerb extends Verb {
    @Parameters(paramLabel = "DEVICE", description = "The device's id.")
    private String id = "";

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "What was known at this time, such as 2026-11-21T20:00:00Z (default: now).")
    private String asOf = "";

    @Override
    protected Status run(Screen screen) {
        try (var api = api()) {
            JsonNode device = api.get(Query.of(path("devices/" + Query.segment(id)), "asOf", asOf));
            if (screen.wantsJson()) {
                screen.json(device);
            } else {
                print(screen, device);
            }
            return Status.of(device.path("trusted").asBoolean());
        }
    }

    private static void print(Screen screen, JsonNode device) {
        screen.line(device.path("id").asString() + " is "
                + (device.path("trusted").asBoolean() ? "trusted" : "not trusted"));
        for (JsonNode why : device.path("whyNot")) {
            screen.line("  " + why.path("reason").asString() + " "
                    + why.path("next").asString());
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("fact", "value", "grade", "since", "entry"));
        for (JsonNode fact : device.path("facts")) {
            rows.add(List.of(
                    fact.path("key").asString(),
                    fact.path("value").asString(),
                    fact.path("grade").asString(),
                    fact.path("effectiveAt").asString(),
                    fact.path("entry").asString()));
        }
        screen.table(rows);
    }
}
