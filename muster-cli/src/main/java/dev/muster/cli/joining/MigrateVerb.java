package dev.muster.cli.joining;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.api.ApiRefused;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster ca migrate}: the whole way from one generation to the next, as one operation that can be stopped anywhere. */
@Command(
        name = "migrate",
        description = {
            "Lead a running fleet to another generation of authorities: announce it under a new root, wait until devices"
                    + " heard of it, put it in force, wait until nobody is left under the old one, retire that.",
            "Each run does what can be done now and says what is left; the server remembers where it is, so stop and"
                    + " go on as you like. Exit status 0 when it is through, 2 while something is waited for."
        })
final class MigrateVerb extends Verb {
    private static final Duration LOOKED = Duration.ofSeconds(2);
    private static final int NAMED = 10;

    /** Looks without a proposal before it counts as turned down: an approved step is taken a moment after the word for it. */
    private static final int GONE = 5;

    private static final String APPROVAL = "the next step waits for another administrator: muster ca approve";

    @Parameters(
            paramLabel = "KIND",
            description = "Of the next authority for devices: P-256, P-384, ML-DSA-44 or ML-DSA-65.")
    private String kind = "";

    @Option(names = "--plan", description = "Say what would be done, and do nothing.")
    private boolean plan;

    @Option(names = "--again", description = "Also when the present generation has keys of this kind.")
    private boolean again;

    @Option(
            names = "--heard",
            paramLabel = "HOURS",
            defaultValue = "24",
            description = "How long devices have to hear of the next generation before it issues (24).")
    private int heard = 24;

    @Option(names = "--follow", description = "Stay until it is through.")
    private boolean follow;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "migration", description = "Why, for the record.")
    private String reason = "migration";

    /** What one look came to. */
    private enum Course {
        THROUGH,
        WAITS,
        /** For another administrator's word. */
        ASKED,
        STEPPED
    }

    private boolean begun;

    /** The stage in which another administrator was asked for a word; nobody is asked twice, whatever the word was. */
    private String asked = "";

    private int gone;

    @Override
    protected Status run(Screen screen) throws InterruptedException {
        try (var api = api()) {
            if (plan) {
                JsonNode state = state(api);
                requireKind(state);
                screen.result(state, String.join("\n", plan(state)));
                return Status.YES;
            }
            Course course = Course.STEPPED;
            JsonNode last = state(api);
            while (course == Course.STEPPED || (follow && course != Course.THROUGH)) {
                last = state(api);
                course = step(api, last);
                if (follow && (course == Course.WAITS || course == Course.ASKED)) {
                    Thread.sleep(LOOKED);
                }
            }
            last = state(api);
            screen.result(last, course == Course.ASKED ? asking(last) : said(last));
            return course == Course.THROUGH ? Status.YES : Status.UNKNOWN;
        }
    }

    private JsonNode state(ApiClient api) {
        return api.get(path("authorities/migration"));
    }

    private boolean isThere(JsonNode state) {
        return state.path("stage").asString().equals("settled")
                && state.path("to").asString().equals(kind)
                && (begun || !again);
    }

    private Course step(ApiClient api, JsonNode state) {
        String stage = state.path("stage").asString();
        requireKind(state);
        begun |= !stage.equals("settled");
        if (isThere(state)) {
            return Course.THROUGH;
        }
        if (stage.equals(asked)) {
            return stillAsked(api);
        }
        return switch (stage) {
            case "settled" -> take(api, stage, "announce", Map.of("key", kind, "root", true, "reason", reason));
            case "announced" ->
                Instant.now().isBefore(ready(state))
                        ? Course.WAITS
                        : take(api, stage, "activate", Map.of("reason", reason));
            case "moved" ->
                take(
                        api,
                        stage,
                        "retire",
                        Map.of("fingerprint", state.path("retiring").asString(), "reason", reason));
            default -> Course.WAITS;
        };
    }

    /** What is under way is gone on with, or taken back; it does not become another kind, and is not put in force as one. */
    private void requireKind(JsonNode state) {
        String stage = state.path("stage").asString();
        String under = state.path("to").asString();
        if (!stage.equals("settled") && !under.equals(kind)) {
            throw new CommandFailed(
                    Status.NO,
                    "A generation with a key of " + under + " is under way (" + stage + "), not one of " + kind
                            + ". Go on with `muster ca migrate " + under + "`"
                            + (stage.equals("announced") ? ", or take it back with `muster ca retire`." : "."));
        }
    }

    /** A step that another administrator has to approve is waited for like a device; so is whatever else they were asked. */
    private Course take(ApiClient api, String stage, String step, Map<String, Object> body) {
        try {
            if (!api.post(path("authorities/" + step), body).has("proposal")) {
                begun = true;
                return Course.STEPPED;
            }
        } catch (ApiRefused refused) {
            if (!refused.code().equals("proposal-open")) {
                throw refused;
            }
        }
        asked = stage;
        gone = 0;
        return Course.ASKED;
    }

    /** A word against it ends the command: asking again at once would be no answer to it. */
    private Course stillAsked(ApiClient api) {
        gone = api.get(path("authorities")).has("proposal") ? 0 : gone + 1;
        if (gone >= GONE) {
            throw CommandFailed.because(
                    "Nobody approved the next step, and it is asked for no longer: withdrawn, perhaps."
                            + " Run this again to ask again.");
        }
        return Course.ASKED;
    }

    private Instant ready(JsonNode state) {
        return Instant.parse(state.path("since").asString()).plus(Duration.ofHours(heard));
    }

    private List<String> plan(JsonNode state) {
        if (isThere(state)) {
            return List.of("the authority for devices has a key of " + kind + " and nothing is under way"
                    + " (--again makes another generation of that kind)");
        }
        String stage = state.path("stage").asString();
        long devices = state.path("moved").asLong() + state.path("left").asLong();
        List<String> lines = new ArrayList<>();
        List<String> stages = List.of("settled", "announced", "moving", "moved");
        String[] words = {
            "announce a generation with a new root; the authority for devices has a key of " + kind,
            "wait " + heard + " hours until devices have heard of it, then put it in force",
            "devices renew one by one: "
                    + (stage.equals("moving") ? state.path("left").asLong() : devices) + " of " + devices + " are left",
            "retire the old root and everything below it"
        };
        for (int i = 0; i < words.length; i++) {
            boolean done = i < stages.indexOf(stage);
            lines.add((done ? "done  " : i == stages.indexOf(stage) ? "next  " : "then  ") + words[i]);
        }
        if (kind.startsWith("ML-DSA")) {
            lines.add("note  devices keep keys of their own kind, for TLS of Java 25 authenticates nobody with ML-DSA;"
                    + " clients over OpenSSL 3.0 do not load a certificate that is signed with it");
        }
        state.path("notes").forEach(note -> lines.add("note  " + note.asString()));
        return lines;
    }

    private String asking(JsonNode state) {
        return state.path("stage").asString().equals("settled") ? APPROVAL : said(state) + "\n" + APPROVAL;
    }

    private String said(JsonNode state) {
        StringJoiner text = new StringJoiner("\n");
        String stage = state.path("stage").asString();
        text.add(
                switch (stage) {
                    case "settled" ->
                        "through: devices have certificates of an authority of "
                                + state.path("to").asString();
                    case "announced" ->
                        "announced; it may be put in force from " + ready(state) + " on: run this again";
                    case "moving" ->
                        state.path("left").asLong() + " devices are left, "
                                + state.path("moved").asLong() + " are through"
                                + (state.path("paused").asBoolean() ? "; paused (muster ca go-on)" : "");
                    default -> "everybody is through; the old generation waits to be retired";
                });
        int named = 0;
        for (JsonNode each : state.path("devices")) {
            if (named++ < NAMED) {
                text.add("  " + each.path("device").asString() + ", until "
                        + each.path("until").asString());
            }
        }
        if (named > NAMED) {
            text.add("  and " + (state.path("left").asLong() - NAMED) + " more");
        }
        return text.toString();
    }
}
