package dev.muster.cli.governance;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.VerbGroup;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster record}: work orders, sessions, people, tools, papers, contracts, money and cases. */
@Command(
        name = "record",
        description = "Every kind of record; most have a verb of their own too, such as work or tool.",
        subcommands = {
            RecordVerbs.Kinds.class,
            RecordVerbs.ListAll.class,
            RecordVerbs.Show.class,
            RecordVerbs.Begin.class,
            RecordVerbs.Move.class,
            RecordVerbs.Import.class,
            RecordVerbs.Export.class,
            RecordVerbs.Calendar.class,
            FeedVerbs.class
        },
        footer = {
            "%nExample:",
            "  muster record begin work-order w-17 device=cam-04 kind=repair",
            "  muster record move work-order w-17 request task=lens trigger=fault",
            "  muster record ls work-order --state requested"
        })
public final class RecordVerbs extends VerbGroup {

    /** The kinds of records, with how many there are. */
    @Command(name = "kinds", description = "List the kinds of records, their states and how many there are.")
    static final class Kinds extends ListVerb {
        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(path("governance")).path("machines");
        }

        @Override
        protected List<Column> columns() {
            return List.of(Column.of("KIND", "machine"), Column.of("TITLE", "title"), Column.of("RECORDS", "records"));
        }
    }

    /** Records of one kind. */
    @Command(name = "ls", description = "List records of a kind, the newest change first.")
    static final class ListAll extends ListVerb {
        @Parameters(paramLabel = "KIND", description = "Such as work-order; see muster record kinds.")
        private String machine = "";

        @Option(names = "--state", paramLabel = "STATE", defaultValue = "", description = "Only those in this state.")
        private String state = "";

        @Option(names = "--device", paramLabel = "ID", defaultValue = "", description = "Only those about this device.")
        private String device = "";

        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            String page = path("governance/" + Query.segment(machine));
            return new RecordPages(api, page, state, device, "");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("ID", "id"),
                    Column.of("STATE", "state"),
                    Column.of("SINCE", "since"),
                    Column.of("FIELDS", "fields"));
        }
    }

    /** One record. */
    @Command(name = "show", description = "Show one record: how it stands, what was done and what may come next.")
    static final class Show extends Verb {
        @Parameters(index = "0", paramLabel = "KIND", description = "Such as work-order.")
        private String machine = "";

        @Parameters(index = "1", paramLabel = "ID", description = "Its id.")
        private String id = "";

        @Override
        protected Status run(Screen screen) {
            try (ApiClient api = api()) {
                print(screen, api.get(path("governance/" + Query.segment(machine) + "/" + Query.segment(id))));
                return Status.YES;
            }
        }
    }

    /** A new record. */
    @Command(name = "begin", description = "Begin a record.")
    static final class Begin extends Step {
        @Parameters(index = "0", paramLabel = "KIND", description = "Such as work-order.")
        private String machine = "";

        @Parameters(index = "1", paramLabel = "ID", description = "Its id: up to 64 letters, digits and . _ : -")
        private String id = "";

        @Parameters(index = "2..*", paramLabel = "FIELD=VALUE", description = "What it keeps.")
        private List<String> fields = new ArrayList<>();

        @Override
        protected Status run(Screen screen) {
            return step(screen, machine, id, "open-request", fields);
        }
    }

    /** The next step of a record. */
    @Command(name = "move", description = "Make a transition of a record; muster record show says which there are.")
    static final class Move extends Step {
        @Parameters(index = "0", paramLabel = "KIND", description = "Such as work-order.")
        private String machine = "";

        @Parameters(index = "1", paramLabel = "ID", description = "Its id.")
        private String id = "";

        @Parameters(index = "2", paramLabel = "TRANSITION", description = "Such as approve.")
        private String transition = "";

        @Parameters(index = "3..*", paramLabel = "FIELD=VALUE", description = "What is set with it.")
        private List<String> fields = new ArrayList<>();

        @Override
        protected Status run(Screen screen) {
            return step(screen, machine, id, transition, fields);
        }
    }

    /** Many new records. */
    @Command(
            name = "import",
            description = "Begin a record for each line of a CSV table; each is taken or refused by itself.")
    static final class Import extends Verb {
        @Parameters(index = "0", paramLabel = "KIND", description = "Such as work-order.")
        private String machine = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "Its head names id and fields.")
        private Path file = Path.of("");

        @Override
        protected Status run(Screen screen) throws IOException {
            try (ApiClient api = api()) {
                JsonNode answer = api.send(
                        path("governance/" + Query.segment(machine)), "POST", "text/csv", Files.readAllBytes(file));
                return taken(screen, answer);
            }
        }
    }

    /** All records of a kind, for other programs. */
    @Command(name = "export", description = "Write all records of a kind with all their fields as CSV (RFC 4180).")
    static final class Export extends Verb {
        @Parameters(index = "0", paramLabel = "KIND", description = "Such as work-order.")
        private String machine = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "Where it is written.")
        private Path out = Path.of("");

        @Override
        protected Status run(Screen screen) throws IOException {
            try (ApiClient api = api()) {
                int rows = RecordTable.write(api, path("governance"), machine, new RecordTable.Filter("", ""), out);
                screen.result(Map.of("file", out.toString(), "rows", rows), rows + " records in " + out);
                return Status.YES;
            }
        }
    }

    /** What is due, of every kind. */
    @Command(
            name = "calendar",
            description = "Write what is due within a year, of every kind, as iCalendar (RFC 5545).")
    static final class Calendar extends Verb {
        @Parameters(paramLabel = "FILE", description = "Where it is written.")
        private Path out = Path.of("");

        @Override
        protected Status run(Screen screen) throws IOException {
            try (ApiClient api = api()) {
                Files.write(out, api.bytes(path("governance/calendar")));
                screen.result(Map.of("file", out.toString()), "what is due is in " + out);
                return Status.YES;
            }
        }
    }

    /** What begin and move share. */
    abstract static class Step extends Verb {
        @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for the record.")
        private String reason = "";

        final Status step(Screen screen, String machine, String id, String transition, List<String> pairs) {
            String what =
                    "governance/" + Query.segment(machine) + "/" + Query.segment(id) + "/" + Query.segment(transition);
            Map<String, String> fields = new TreeMap<>();
            for (String pair : pairs) {
                int equals = pair.indexOf('=');
                if (equals < 1) {
                    throw CommandFailed.usage("a field is NAME=VALUE, not " + pair + ".");
                }
                fields.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
            try (ApiClient api = api()) {
                print(screen, api.post(path(what), Map.of("reason", reason, "fields", fields)));
                return Status.YES;
            }
        }
    }

    /** What became of the lines of a table. */
    static Status taken(Screen screen, JsonNode answer) {
        StringBuilder said = new StringBuilder(answer.path("begun").asString() + " begun");
        answer.path("refused")
                .forEach(line -> said.append("\nline ")
                        .append(line.path("line").asString())
                        .append(' ')
                        .append(line.path("id").asString())
                        .append(": ")
                        .append(line.path("code").asString())
                        .append(", ")
                        .append(line.path("detail").asString()));
        screen.result(answer, said.toString());
        return Status.of(answer.path("refused").isEmpty());
    }

    static void print(Screen screen, JsonNode whole) {
        if (screen.wantsJson()) {
            screen.json(whole);
            return;
        }
        JsonNode record = whole.path("record");
        screen.line(record.path("machine").asString() + " " + record.path("id").asString() + " is "
                + record.path("state").asString() + " since "
                + record.path("since").asString());
        record.path("fields")
                .properties()
                .forEach(field -> screen.line(
                        "  " + field.getKey() + ": " + field.getValue().asString()));
        whole.path("steps")
                .forEach(step -> screen.line("  " + step.path("at").asString() + " "
                        + step.path("transition").asString() + " by "
                        + step.path("actor").asString()));
        List<String> next = new ArrayList<>();
        whole.path("next").forEach(name -> next.add(name.asString()));
        screen.line(next.isEmpty() ? "  this is its end" : "  next: " + String.join(", ", next));
    }
}
