package dev.muster.cli.server;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Sure;
import dev.muster.cli.Verb;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** A step in a device's life that a person decides. */
abstract class DeviceStepVerb extends Verb {
    @Parameters(paramLabel = "DEVICE", description = "The device's id.")
    private String id = "";

    @Mixin
    private final Sure sure = new Sure();

    private final String step;
    private final String consequence;

    private DeviceStepVerb(String step, String consequence) {
        this.step = step;
        this.consequence = consequence;
    }

    @Override
    protected Status run(Screen screen) {
        String reason = sure.reason(id + " " + consequence);
        try (var api = api()) {
            JsonNode answer = api.post(
                    path("devices/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/" + step),
                    Map.of("reason", reason));
            boolean changed = answer.path("changed").asBoolean();
            screen.result(
                    answer,
                    id + " is " + (changed ? "now " : "already ")
                            + answer.path("state").asString());
            return Status.YES;
        }
    }

    /** {@code muster device quarantine}. */
    @Command(name = "quarantine", description = "Cut a device off; it may still attest and be repaired.")
    static final class Quarantine extends DeviceStepVerb {
        Quarantine() {
            super("quarantine", "will reach its server and nothing else until it is released.");
        }
    }

    /** {@code muster device release}. */
    @Command(name = "release", description = "Let a device back into service.")
    static final class Release extends DeviceStepVerb {
        Release() {
            super("release", "goes back into service.");
        }
    }

    /** {@code muster device retire}. */
    @Command(name = "retire", description = "Take a device out of service for ever.")
    static final class Retire extends DeviceStepVerb {
        Retire() {
            super("retire", "is taken out of service for ever; its certificate ends.");
        }
    }
}
