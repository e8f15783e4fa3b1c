package dev.muster.cli.server;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Sure;
import dev.muster.cli.Verb;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster device wipe}. */
@Command(
        name = "wipe",
        description = "Order a device to destroy all its keys and data, and to prove it.",
        footer = {
            "%nIts custody record says why it leaves; whoever requested that does not order the wipe.",
            "Afterwards: muster custody proof CUSTODY"
        })
final class DeviceWipeVerb extends Verb {
    @Parameters(paramLabel = "DEVICE", description = "The device's id.")
    private String id = "";

    @Option(
            names = "--custody",
            paramLabel = "CUSTODY",
            description = "Its custody record; without it the one that waits for a wipe.")
    private String custody = "";

    @Mixin
    private final Sure sure = new Sure();

    @Override
    protected Status run(Screen screen) {
        String reason = sure.reason(id + " destroys all keys and data it holds. There is no way back.");
        try (ApiClient api = api()) {
            String record = custody.isEmpty() ? waiting(api) : custody;
            JsonNode found = api.get(path("governance/custody/" + Query.segment(record)));
            if (!found.path("record").path("fields").path("device").asString("").equals(id)) {
                throw CommandFailed.because("Custody " + record + " is not about " + id + ".");
            }
            JsonNode answer = api.post(
                    path("governance/custody/" + Query.segment(record) + "/order-wipe"), Map.of("reason", reason));
            screen.result(answer, id + " is to destroy all it holds; when it has: muster custody proof " + record);
            return Status.YES;
        }
    }

    private String waiting(ApiClient api) {
        JsonNode records = api.get(path("governance/custody?state=wipe-due&limit=2&device=" + Query.segment(id)))
                .path("records");
        if (records.size() != 1) {
            throw CommandFailed.because(
                    records.isEmpty()
                            ? "No custody record of " + id
                                    + " waits for a wipe: muster custody begin c-1, then request-release"
                                    + " and set-deadline."
                            : "Several custody records of " + id + " wait for a wipe; say which with --custody.");
        }
        return records.get(0).path("id").asString();
    }
}
