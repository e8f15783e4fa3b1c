package dev.muster.cli.drills;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code muster drills}: yes when every trial held, no when one did not, unknown when one came to neither. */
@Command(
        name = "drills",
        description = "See what is drilled by the clock: the server's own doors, and bad updates on canary devices.",
        subcommands = {DrillsVerbs.Show.class, DrillsVerbs.Set.class, DrillsVerbs.Run.class},
        footer = {
            "%nWhat a canary did with a bad update is a fact of the device: muster why DEVICE ETSI/5.3-2",
            "%nExample: two canaries, every week%n  muster drills set --every-hours 168 --device cam-01,cam-02"
        })
public final class DrillsVerbs extends VerbGroup {

    /** What every one of them prints. */
    abstract static class Shown extends Verb {
        abstract JsonNode asked(ApiClient api);

        @Override
        protected final Status run(Screen screen) {
            try (var api = api()) {
                JsonNode drills = asked(api);
                if (screen.wantsJson()) {
                    screen.json(drills);
                } else {
                    tell(screen, drills);
                }
                return status(drills);
            }
        }

        private static void tell(Screen screen, JsonNode drills) {
            String tried = drills.path("doorsTriedAt").asString("");
            screen.line(tried.isEmpty() ? "The doors were not tried yet." : "The doors were tried at " + tried + ":");
            List<List<String>> doors = new ArrayList<>();
            doors.add(List.of("trial", "came to", "what was seen"));
            drills.path("doors")
                    .forEach(trial -> doors.add(List.of(
                            trial.path("name").asString(),
                            trial.path("came").asString(),
                            trial.path("detail").asString())));
            screen.table(doors);
            List<List<String>> canaries = new ArrayList<>();
            canaries.add(List.of("canary", "asked to take", "last asked"));
            drills.path("drills")
                    .forEach(drill -> canaries.add(List.of(
                            drill.path("device").asString(),
                            drill.path("kind").asString(),
                            drill.path("lastBegun").asString("not yet"))));
            screen.line("Canaries, every " + drills.path("everyHours").asString() + " hours:");
            screen.table(canaries);
        }

        private static Status status(JsonNode drills) {
            Status status = drills.path("doors").isEmpty() ? Status.UNKNOWN : Status.YES;
            for (JsonNode trial : drills.path("doors")) {
                switch (trial.path("came").asString()) {
                    case "held" -> {}
                    case "gave" -> {
                        return Status.NO;
                    }
                    default -> status = Status.UNKNOWN;
                }
            }
            return status;
        }
    }

    /** {@code muster drills show}. */
    @Command(name = "show", description = "Show what is drilled and what the doors came to last.")
    static final class Show extends Shown {
        @Override
        JsonNode asked(ApiClient api) {
            return api.get(path("drills"));
        }
    }

    /** {@code muster drills set}. */
    @Command(name = "set", description = "Say which devices are asked to take bad updates, and how often.")
    static final class Set extends Shown {
        @Option(
                names = "--every-hours",
                paramLabel = "HOURS",
                description = "From one drill to the next (168 at first).")
        private @Nullable Long hours;

        @Option(
                names = "--device",
                paramLabel = "ID",
                split = ",",
                description = "The canaries, all of them; --device none for no device.")
        private @Nullable List<String> devices;

        @Override
        JsonNode asked(ApiClient api) {
            Map<String, Object> body = new LinkedHashMap<>();
            if (hours != null) {
                body.put("everyHours", hours);
            }
            if (devices != null) {
                body.put("devices", devices.equals(List.of("none")) ? List.of() : devices);
            }
            return api.put(path("drills"), body);
        }
    }

    /** {@code muster drills run}. */
    @Command(name = "run", description = "Try the doors and drill every canary now.")
    static final class Run extends Shown {
        @Override
        JsonNode asked(ApiClient api) {
            return api.post(path("drills/run"));
        }
    }
}
