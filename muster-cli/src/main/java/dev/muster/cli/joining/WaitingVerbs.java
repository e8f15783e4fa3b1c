package dev.muster.cli.joining;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster join waiting}, {@code admit} and {@code deny}. */
final class WaitingVerbs {
    private WaitingVerbs() {}

    /** {@code muster join waiting}. */
    @Command(name = "waiting", description = "List the devices that wait for a person's word.")
    static final class ListAll extends Verb {
        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                JsonNode waiting = api.get(path("joining/waiting")).path("waiting");
                if (screen.wantsJson()) {
                    screen.json(waiting);
                    return Status.YES;
                }
                List<List<String>> rows = new ArrayList<>();
                rows.add(List.of("device", "maker", "model", "since", "word"));
                for (JsonNode one : waiting) {
                    rows.add(List.of(
                            one.path("device").asString(),
                            one.path("maker").asString(),
                            one.path("model").asString(),
                            one.path("since").asString(),
                            one.path("word").asString()));
                }
                screen.table(rows);
                return Status.YES;
            }
        }
    }

    /** What admit and deny share. */
    abstract static class Word extends Verb {
        @Parameters(paramLabel = "DEVICE", description = "The device's id, as waiting shows it.")
        private String device = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the record.")
        private String reason = "";

        /** The last segment of the path. */
        abstract String word();

        /** What the device may do now. */
        abstract String outcome();

        @Override
        protected Status run(Screen screen) {
            try (var api = api()) {
                String id = URLEncoder.encode(device, StandardCharsets.UTF_8);
                api.post(path("joining/waiting/" + id + "/" + word()), Map.of("reason", reason));
                screen.result(Map.of("device", device, "word", word()), device + outcome());
                return Status.YES;
            }
        }
    }

    /** {@code muster join admit}. */
    @Command(name = "admit", description = "Let a waiting device in.")
    static final class Admit extends Word {
        @Override
        String word() {
            return "admit";
        }

        @Override
        String outcome() {
            return " gets its certificate when it asks again";
        }
    }

    /** {@code muster join deny}. */
    @Command(name = "deny", description = "Do not let a waiting device in.")
    static final class Deny extends Word {
        @Override
        String word() {
            return "deny";
        }

        @Override
        String outcome() {
            return " does not join";
        }
    }
}
