package dev.muster.cli.governance;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** What can be done with every kind of record; the kind is that of the verb before. */
final class KindVerbs {
    private KindVerbs() {}

    /** Records. */
    @Command(
            name = "ls",
            description = "List records, the newest change first.",
            footer = {
                "%nExample:",
                "  muster work ls --state requested --device cam-04",
                "  muster case ls --where kind=vulnerability --csv"
            })
    static final class ListAll extends ListVerb {
        @ParentCommand
        private Kind kind = new KindGroups.Work();

        @Option(names = "--state", paramLabel = "STATE", defaultValue = "", description = "Only those in this state.")
        private String state = "";

        @Option(names = "--device", paramLabel = "ID", defaultValue = "", description = "Only those about this device.")
        private String device = "";

        @Option(
                names = "--person",
                paramLabel = "WHO",
                defaultValue = "",
                description = "Only those about this person, such as operator/ann.")
        private String person = "";

        @Option(names = "--where", paramLabel = "FIELD=VALUE", description = "Only those with this value; repeatable.")
        private Map<String, String> where = Map.of();

        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return new RecordPages(api, path("governance/" + Query.segment(kind.machine())), state, device, person);
        }

        @Override
        protected boolean wanted(JsonNode row) {
            return where.entrySet().stream()
                    .allMatch(field -> field.getValue()
                            .equals(row.path("fields").path(field.getKey()).asString("")));
        }

        @Override
        protected List<Column> columns() {
            return kind.columns();
        }
    }

    /** One record. */
    @Command(name = "show", description = "Show a record: how it stands, what was done and what may come next.")
    static final class Show extends Verb {
        @ParentCommand
        private Kind kind = new KindGroups.Work();

        @Parameters(paramLabel = "ID", description = "Its id.")
        private String id = "";

        @Override
        protected Status run(Screen screen) {
            try (ApiClient api = api()) {
                RecordVerbs.print(
                        screen, api.get(path("governance/" + Query.segment(kind.machine()) + "/" + Query.segment(id))));
                return Status.YES;
            }
        }
    }

    /** A new record. */
    @Command(
            name = "begin",
            description = "Begin a record.",
            footer = {"%nExample:", "  muster work begin w-17 device=cam-04 kind=repair --reason \"dark picture\""})
    static final class Begin extends RecordVerbs.Step {
        @ParentCommand
        private Kind kind = new KindGroups.Work();

        @Parameters(index = "0", paramLabel = "ID", description = "Its id: up to 64 letters, digits and . _ : -")
        private String id = "";

        @Parameters(index = "1..*", paramLabel = "FIELD=VALUE", description = "What it keeps.")
        private List<String> fields = new ArrayList<>();

        @Override
        protected Status run(Screen screen) {
            return step(screen, kind.machine(), id, "open-request", fields);
        }
    }

    /** The next step. */
    @Command(
            name = "act",
            description = "Make a step of a record; show says which there are, and rules what they ask for.",
            footer = {"%nExample:", "  muster work act w-17 request task=lens trigger=fault"})
    static final class Act extends RecordVerbs.Step {
        @ParentCommand
        private Kind kind = new KindGroups.Work();

        @Parameters(index = "0", paramLabel = "ID", description = "Its id.")
        private String id = "";

        @Parameters(index = "1", paramLabel = "STEP", description = "Such as approve.")
        private String step = "";

        @Parameters(index = "2..*", paramLabel = "FIELD=VALUE", description = "What is set with it.")
        private List<String> fields = new ArrayList<>();

        @Override
        protected Status run(Screen screen) {
            return step(screen, kind.machine(), id, step, fields);
        }
    }

    /** Many new records. */
    @Command(
            name = "import",
            description = "Begin a record for each line of a CSV table; each is taken or refused by itself.",
            footer = "%nExits 1 when a line was refused. A table that export wrote can be read.")
    static final class Import extends Verb {
        @ParentCommand
        private Kind kind = new KindGroups.Work();

        @Parameters(paramLabel = "FILE", description = "Its head names id and fields.")
        private Path file = Path.of("");

        @Override
        protected Status run(Screen screen) throws IOException {
            try (ApiClient api = api()) {
                return RecordVerbs.taken(
                        screen,
                        api.send(
                                path("governance/" + Query.segment(kind.machine())),
                                "POST",
                                "text/csv",
                                Files.readAllBytes(file)));
            }
        }
    }

    /** All records, for other programs. */
    @Command(
            name = "export",
            description = "Write all records with all their fields as CSV (RFC 4180).",
            footer = {"%nExample:", "  muster session export --state reviewed --out maintenance-log.csv"})
    static final class Export extends Verb {
        @ParentCommand
        private Kind kind = new KindGroups.Work();

        @Option(names = "--state", paramLabel = "STATE", defaultValue = "", description = "Only those in this state.")
        private String state = "";

        @Option(names = "--device", paramLabel = "ID", defaultValue = "", description = "Only those about this device.")
        private String device = "";

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where it is written.")
        private Path out = Path.of("");

        @Override
        protected Status run(Screen screen) throws IOException {
            try (ApiClient api = api()) {
                int rows = RecordTable.write(
                        api, path("governance"), kind.machine(), new RecordTable.Filter(state, device), out);
                screen.result(Map.of("file", out.toString(), "rows", rows), rows + " records in " + out);
                return Status.YES;
            }
        }
    }

    /** What is due. */
    @Command(
            name = "calendar",
            description = "Write what is due within a year as iCalendar (RFC 5545).",
            footer = {"%nExample:", "  muster work calendar --out work.ics"})
    static final class Calendar extends Verb {
        @ParentCommand
        private Kind kind = new KindGroups.Work();

        @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where it is written.")
        private Path out = Path.of("");

        @Override
        protected Status run(Screen screen) throws IOException {
            try (ApiClient api = api()) {
                Files.write(out, api.bytes(Query.of(path("governance/calendar"), "kind", kind.machine())));
                screen.result(Map.of("file", out.toString()), "what is due is in " + out);
                return Status.YES;
            }
        }
    }

    /** How the kind moves. */
    @Command(
            name = "rules",
            description = "Show the steps of this kind: from where to where, for whom, and what they ask for.")
    static final class Rules extends ListVerb {
        @ParentCommand
        private Kind kind = new KindGroups.Work();

        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            for (JsonNode machine : api.get(path("governance/definitions")).path("machines")) {
                if (machine.path("machine").asString().equals(kind.machine())) {
                    return machine.path("transitions");
                }
            }
            throw CommandFailed.because("The server knows no " + kind.machine() + ".");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("STEP", "name"),
                    words("FROM", "from"),
                    Column.of("TO", "to"),
                    Column.of("FOR", "role"),
                    words("NOT BY WHO DID", "apart"),
                    words("NEEDS", "needs"),
                    words("HOLDS WHEN", "guards"));
        }

        private static Column words(String title, String member) {
            return new Column(title, row -> {
                List<String> words = new ArrayList<>();
                row.path(member).forEach(word -> words.add(word.asString()));
                return String.join(", ", words);
            });
        }
    }
}
