package dev.muster.cli.server;

import dev.muster.cli.ListVerb;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code muster device ls}. */
@Command(
        name = "ls",
        description = "List the devices.",
        footer = "%nExamples:%n  muster device ls --not-trusted%n  muster device ls --product acme-cam --csv"
                + "%n  muster device ls --json | jq -r '.[].id'")
final class DeviceListVerb extends ListVerb {
    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            description = "What was known at this time, such as 2026-11-21T20:00:00Z (default: now).")
    private String asOf = "";

    @Option(names = "--state", paramLabel = "STATE", description = "Only in this state, such as quarantined.")
    private String state = "";

    @Option(names = "--verdict", paramLabel = "VERDICT", description = "Only with this verdict, such as affirming.")
    private String verdict = "";

    @Option(names = "--product", paramLabel = "PRODUCT", description = "Only of this product.")
    private String product = "";

    @Option(names = "--software", paramLabel = "TEXT", description = "Only with this in the software's name.")
    private String software = "";

    @Option(names = "--trusted", description = "Only those that are trusted.")
    private boolean trusted;

    @Option(names = "--not-trusted", description = "Only those that are not.")
    private boolean notTrusted;

    @Option(names = "--silent", description = "Only those that would be trusted, had they shown evidence lately.")
    private boolean silent;

    @Override
    protected Iterable<JsonNode> rows(ApiClient api) {
        return api.get(Query.of(path("devices"), "asOf", asOf)).path("devices");
    }

    @Override
    protected boolean wanted(JsonNode device) {
        return same(state, device, "state")
                && same(verdict, device, "verdict")
                && same(product, device, "product")
                && device.path("software").asString("").contains(software)
                && !(trusted && !device.path("trusted").asBoolean())
                && !(notTrusted && device.path("trusted").asBoolean())
                && !(silent && !device.path("silent").asBoolean());
    }

    private static boolean same(String wanted, JsonNode device, String member) {
        return wanted.isEmpty() || wanted.equalsIgnoreCase(device.path(member).asString(""));
    }

    @Override
    protected List<Column> columns() {
        return List.of(
                Column.of("device", "id"),
                Column.of("product", "product"),
                Column.of("state", "state"),
                Column.of("verdict", "verdict"),
                Column.of("software", "software"),
                Column.of("strength", "strength"),
                Column.of("attested", "attestedAt"));
    }
}
