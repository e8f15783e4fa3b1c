package dev.muster.cli.joining;

import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.api.ApiClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster join waiting}, {@code refusals}, {@code admit} and {@code deny}. */
final class WaitingVerbs {
    private WaitingVerbs() {}

    /** {@code muster join waiting}. */
    @Command(name = "waiting", description = "List the devices that wait for a person's word.")
    static final class ListAll extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("joining/waiting")).path("waiting");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("device", "device"),
                    Column.of("maker", "maker"),
                    Column.of("model", "model"),
                    Column.of("since", "since"),
                    Column.of("word", "word"));
        }
    }

    /** {@code muster join refusals}. */
    @Command(
            name = "refusals",
            description = "List who got no certificate of late, and why; muster why ID says what helps.")
    static final class Refusals extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("joining/refusals")).path("refusals");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("id", "id"),
                    Column.of("at", "at"),
                    Column.of("code", "code"),
                    Column.of("claimed", "claimed"),
                    Column.of("source", "source"));
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
