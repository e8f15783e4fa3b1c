package dev.muster.cli.maker;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Sure;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster rollout}. */
@Command(
        name = "rollout",
        description = "Bring releases to devices, and see them arrive.",
        subcommands = {
            RolloutVerbs.Start.class,
            RolloutVerbs.Watch.class,
            UpdateLists.Rollouts.class,
            RolloutVerbs.Pause.class,
            RolloutVerbs.Resume.class,
            RolloutVerbs.Again.class,
            RolloutVerbs.Stop.class,
            PaceVerb.class,
            HoldVerbs.Hold.class,
            HoldVerbs.Unhold.class
        })
public final class RolloutVerbs extends VerbGroup {

    private static final Duration EVERY = Duration.ofMillis(500);

    /** {@code muster rollout start}. */
    @Command(name = "start", description = "Offer a release, first to a few devices.")
    static final class Start extends Verb {
        @Parameters(paramLabel = "RELEASE", description = "The release's id.")
        private String release = "";

        @Option(names = "--canary", paramLabel = "N", defaultValue = "3", description = "Devices of the first wave.")
        private int canary = 3;

        @Option(names = "--ongoing", description = "Offer it to devices too that are registered after it finished.")
        private boolean ongoing;

        @Option(
                names = "--accept-claims",
                description =
                        "Let devices without an attesting agent count by their word. They are never called updated.")
        private boolean acceptClaims;

        @Option(names = "--soft", description = "Let each device ask its user, who may put it off.")
        private boolean soft;

        @Option(
                names = "--risk",
                paramLabel = "TEXT",
                description = "For users of devices: what the update removes, in a sentence.")
        private String risk = "";

        @Option(
                names = "--group",
                paramLabel = "FILTER",
                description = "Only to devices with, such as id==cam-hall-* or version==1.*;state==operational.")
        private String group = "";

        @Option(
                names = "--bytes-per-hour",
                paramLabel = "N",
                description = "Offer it to no more than can fetch it whole with so many bytes an hour together.")
        private long bytesPerHour;

        @Option(
                names = "--download-only",
                description = "Let devices that speak hawkBit's device API fetch it and not install it.")
        private boolean downloadOnly;

        @Option(
                names = "--window",
                paramLabel = "HOURS",
                description = "Offer it only then, in UTC: 02:00-05:00, or Sat,Sun 22:00-04:00.")
        private @Nullable String window;

        @Option(
                names = "--at-once",
                paramLabel = "N",
                description = "At most so many devices with an unanswered offer at a time: bounds the bandwidth.")
        private int atOnce;

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                Map<String, Object> body = new LinkedHashMap<>();
                body.put("release", release);
                body.put("canary", canary);
                body.put("ongoing", ongoing);
                body.put("acceptClaims", acceptClaims);
                body.put("risk", risk);
                body.put("group", group);
                body.put("mostBytesPerHour", bytesPerHour);
                body.put("firmness", downloadOnly ? "download-only" : soft ? "soft" : "forced");
                body.put("mostAtOnce", atOnce);
                if (window != null) {
                    body.put("window", window);
                }
                JsonNode started = api.post(path("rollouts"), body);
                screen.result(started, "started " + started.path("id").asString());
                return Status.YES;
            }
        }
    }

    /** {@code muster rollout watch}. */
    @Command(
            name = "watch",
            description = {
                "Follow a rollout until it ends or pauses.",
                "Status 0: every device in service shows the release. 1: it paused or stopped, or a device failed or"
                        + " fell back. 2: nothing failed, but of some devices it is not known."
            })
    static final class Watch extends Verb {
        @Parameters(paramLabel = "ROLLOUT", description = "The rollout's id.")
        private String id = "";

        @Override
        protected Status run(Screen screen) throws InterruptedException {
            try (var api = api()) {
                String before = "";
                JsonNode now = show(api);
                while (now.path("rollout").path("state").asString().equals("running")) {
                    String line = RolloutLines.line(now.path("rollout"));
                    if (!line.equals(before)) {
                        screen.progress(line);
                        before = line;
                    }
                    Thread.sleep(EVERY);
                    now = show(api);
                }
                screen.result(now.path("rollout"), RolloutLines.whole(now));
                return RolloutLines.status(now.path("rollout"));
            }
        }

        private JsonNode show(ApiClient api) {
            return api.get(path("rollouts/" + id));
        }
    }

    /** {@code muster rollout again}. */
    @Command(
            name = "again",
            description = "Offer the release once more to devices that failed, fell back or were away.")
    static final class Again extends Verb {
        @Parameters(index = "0", paramLabel = "ROLLOUT", description = "The rollout's id.")
        private String id = "";

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "DEVICE",
                description = "Only this one; otherwise all of them.")
        private @Nullable String device;

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                Map<String, Object> body = new LinkedHashMap<>();
                if (device != null) {
                    body.put("device", device);
                }
                JsonNode answer = api.post(path("rollouts/" + id + "/again"), body);
                int offered = answer.path("devices").size();
                screen.result(answer, id + " is offered again to " + offered + " device" + (offered == 1 ? "" : "s"));
                return Status.of(offered > 0);
            }
        }
    }

    /** What only changes a rollout's state. */
    abstract static class Change extends Verb {
        @Parameters(paramLabel = "ROLLOUT", description = "The rollout's id.")
        private String id = "";

        private final String step;

        private Change(String step) {
            this.step = step;
        }

        /** Why, once it is sure; empty when nobody said. */
        protected abstract String why(String id);

        @Override
        protected Status run(Screen screen) {
            String why = why(id);
            try (var api = api()) {
                JsonNode answer = api.post(path("rollouts/" + id + "/" + step), Map.of("reason", why));
                screen.result(answer, id + " is " + answer.path("state").asString());
                return Status.YES;
            }
        }
    }

    /** What can be taken back needs no yes. */
    abstract static class Light extends Change {
        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record and the page.")
        private String reason = "";

        private Light(String step) {
            super(step);
        }

        @Override
        protected String why(String id) {
            return reason.strip();
        }
    }

    /** {@code muster rollout pause}. */
    @Command(name = "pause", description = "Make no more offers for now.")
    static final class Pause extends Light {
        Pause() {
            super("pause");
        }
    }

    /** {@code muster rollout resume}. */
    @Command(name = "resume", description = "Go on with a rollout that paused.")
    static final class Resume extends Light {
        Resume() {
            super("resume");
        }
    }

    /** {@code muster rollout stop}. */
    @Command(
            name = "stop",
            description = "End a rollout, or with the word all every rollout: no device is offered it any more.")
    static final class Stop extends Change {
        @Mixin
        private final Sure sure = new Sure();

        @Override
        protected String why(String id) {
            sure.confirmed(id + " ends; who has no offer yet gets none.");
            return sure.said();
        }

        Stop() {
            super("stop");
        }
    }
}
