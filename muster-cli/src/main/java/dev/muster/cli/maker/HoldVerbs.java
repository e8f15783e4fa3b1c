package dev.muster.cli.maker;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster rollout hold} and {@code unhold}. */
final class HoldVerbs {
    private HoldVerbs() {}

    /** What both ask. */
    abstract static class Change extends Verb {
        @Parameters(paramLabel = "DEVICE", description = "The device's id.")
        private String device = "";

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "For the record.")
        private String reason = "";

        private final boolean held;

        private Change(boolean held) {
            this.held = held;
        }

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                JsonNode answer =
                        api.post(path("rollouts/devices/" + device + "/hold"), Map.of("held", held, "reason", reason));
                screen.result(answer, device + (held ? " is offered nothing" : " is offered releases again"));
                return Status.YES;
            }
        }
    }

    /** {@code muster rollout hold}. */
    @Command(name = "hold", description = "Take a device out of all rollouts.")
    static final class Hold extends Change {
        Hold() {
            super(true);
        }
    }

    /** {@code muster rollout unhold}. */
    @Command(name = "unhold", description = "Let a device into rollouts again.")
    static final class Unhold extends Change {
        Unhold() {
            super(false);
        }
    }
}
