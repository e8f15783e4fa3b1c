package dev.muster.cli.joining;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.api.ApiClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster device check}: yes when the device then is trusted, unknown when it did not answer. */
@Command(name = "check", description = "Ask a device for fresh evidence, and say what came of it.")
public final class DeviceCheckVerb extends Verb {

    private static final long LOOK_MILLIS = 200;

    @Parameters(paramLabel = "DEVICE", description = "The device's id.")
    private String id = "";

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for it (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    protected Status run(Screen screen) throws InterruptedException {
        String device = "devices/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
        try (var api = api()) {
            String order = api.post(path(device + "/orders"), Map.of("kind", "attest"))
                    .path("order")
                    .asString();
            screen.progress("asked " + id + " for evidence (order " + order + ")");
            long until = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
            while (isOpen(api, device, order)) {
                if (System.nanoTime() > until) {
                    screen.result(
                            Map.of("device", id, "answered", false), id + " did not answer within " + seconds + " s");
                    return Status.UNKNOWN;
                }
                Thread.sleep(LOOK_MILLIS);
            }
            JsonNode shown = api.get(path(device));
            boolean trusted = shown.path("trusted").asBoolean();
            screen.result(
                    shown,
                    id + " is " + (trusted ? "trusted" : "not trusted") + ": evidence "
                            + shown.path("verdict").asString("none") + ", state "
                            + shown.path("state").asString());
            return Status.of(trusted);
        }
    }

    private boolean isOpen(ApiClient api, String device, String order) {
        for (JsonNode open : api.get(path(device + "/orders")).path("orders")) {
            if (open.path("id").asString().equals(order)) {
                return true;
            }
        }
        return false;
    }
}
