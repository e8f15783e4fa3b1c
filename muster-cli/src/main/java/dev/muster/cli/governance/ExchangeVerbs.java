package dev.muster.cli.governance;

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
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster exchange}: papers, questions and answers between makers and operators. */
@Command(
        name = "exchange",
        description = "Give papers to customers, take those of makers, ask and answer.",
        subcommands = {
            ExchangeVerbs.Key.class,
            ExchangeVerbs.Customer.class,
            ExchangeVerbs.Maker.class,
            ExchangeVerbs.Publish.class,
            ExchangeVerbs.Ask.class,
            ExchangeVerbs.Received.class,
            ExchangeVerbs.Get.class,
            ExchangeVerbs.Letter.class,
            ExchangeVerbs.Gaps.class
        },
        footer = {
            "%nExample:",
            "  muster exchange key                              what the other side needs of you",
            "  muster exchange maker lens --url https://lens.example/exchange/lens --key …",
            "  muster exchange ask lens",
            "  muster exchange gaps q-7 --maker lens"
        })
public final class ExchangeVerbs extends VerbGroup {

    /** Who we are. */
    @Command(name = "key", description = "Print our exchange key, to be brought to the other side by a person.")
    static final class Key extends Verb {
        @Override
        protected Status run(Screen screen) {
            try (ApiClient api = api()) {
                JsonNode all = api.get(path("exchange"));
                screen.result(
                        Map.of(
                                "key", all.path("key").asString(),
                                "thumbprint", all.path("thumbprint").asString()),
                        all.path("key").asString());
                return Status.YES;
            }
        }
    }

    /** Somebody who bought. */
    @Command(name = "customer", description = "Let a customer have the papers of the products it bought.")
    static final class Customer extends Verb {
        @Parameters(paramLabel = "ID", description = "Your id of it.")
        private String id = "";

        @Option(names = "--name", paramLabel = "TEXT", required = true, description = "What it is called.")
        private String name = "";

        @Option(names = "--key", paramLabel = "BASE64", required = true, description = "Its exchange key.")
        private String key = "";

        @Option(names = "--product", paramLabel = "ID", description = "A product that it bought; may be repeated.")
        private List<String> products = new ArrayList<>();

        @Option(names = "--until", paramLabel = "DATE", required = true, description = "The last day, as 2027-12-31.")
        private LocalDate until = LocalDate.EPOCH;

        @Override
        protected Status run(Screen screen) {
            Map<String, Object> body = new HashMap<>();
            body.put("name", name);
            body.put("key", key);
            body.put("products", products);
            body.put(
                    "until",
                    until.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().toString());
            try (ApiClient api = api()) {
                api.post(path("exchange/customers/" + Query.segment(id)), body);
            }
            screen.result(Map.of("customer", id), "customer " + id + " may ask");
            return Status.YES;
        }
    }

    /** Whose papers are taken. */
    @Command(name = "maker", description = "Take papers of a maker.")
    static final class Maker extends Verb {
        @Parameters(paramLabel = "ID", description = "Your id of it.")
        private String id = "";

        @Option(names = "--url", paramLabel = "URL", required = true, description = "Where its server is asked.")
        private String url = "";

        @Option(names = "--key", paramLabel = "BASE64", required = true, description = "Its exchange key.")
        private String key = "";

        @Override
        protected Status run(Screen screen) {
            try (ApiClient api = api()) {
                api.post(path("exchange/makers/" + Query.segment(id)), Map.of("url", url, "key", key));
            }
            screen.result(Map.of("maker", id), "maker " + id + " is asked once an hour");
            return Status.YES;
        }
    }

    /** The bytes of a document. */
    @Command(name = "publish", description = "Give the bytes of an approved document to those whom it is for.")
    static final class Publish extends Verb {
        @Parameters(index = "0", paramLabel = "DOCUMENT", description = "Id of its record.")
        private String document = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "The bytes whose digest was approved.")
        private Path file = Path.of("");

        @Option(
                names = "--type",
                paramLabel = "TYPE",
                defaultValue = "application/octet-stream",
                description = "Media type.")
        private String type = "";

        @Override
        protected Status run(Screen screen) throws IOException {
            try (ApiClient api = api()) {
                JsonNode answer = api.send(
                        path("exchange/papers/" + Query.segment(document)), "POST", type, Files.readAllBytes(file));
                screen.result(
                        answer,
                        document + " is published: " + answer.path("digest").asString());
                return Status.YES;
            }
        }
    }

    /** A round with a maker. */
    @Command(name = "ask", description = "Ask a maker for what is new.")
    static final class Ask extends Verb {
        @Parameters(paramLabel = "MAKER", description = "Your id of it.")
        private String maker = "";

        @Override
        protected Status run(Screen screen) {
            try (ApiClient api = api()) {
                JsonNode round = api.post(path("exchange/makers/" + Query.segment(maker) + "/ask"));
                StringBuilder said = new StringBuilder(round.path("taken").size() + " new, "
                        + round.path("known").asString() + " known, "
                        + round.path("refused").size() + " refused");
                round.path("taken").forEach(line -> said.append("\n  ").append(line.asString()));
                round.path("refused")
                        .forEach(line -> said.append("\n  refused: ").append(line.asString()));
                screen.result(round, said.toString());
                return Status.of(round.path("refused").isEmpty());
            }
        }
    }

    /** Papers of makers. */
    @Command(name = "ls", description = "List papers of makers.")
    static final class Received extends ListVerb {
        @Option(names = "--maker", paramLabel = "ID", defaultValue = "", description = "Only those of this one.")
        private String maker = "";

        @Override
        protected Iterable<JsonNode> rows(ApiClient api) {
            return api.get(Query.of(path("exchange/received"), "maker", maker)).path("papers");
        }

        @Override
        protected List<Column> columns() {
            return List.of(
                    Column.of("MAKER", "maker"),
                    Column.of("ITEM", "item"),
                    Column.of("TOPIC", "topic"),
                    Column.of("TITLE", "title"),
                    Column.of("VERSION", "version"),
                    Column.of("RECORD", "record"),
                    Column.of("WITHDRAWN", "withdrawn"));
        }
    }

    /** The bytes of one. */
    @Command(name = "get", description = "Write a paper of a maker to a file.")
    static final class Get extends Verb {
        @Parameters(index = "0", paramLabel = "MAKER", description = "Your id of it.")
        private String maker = "";

        @Parameters(index = "1", paramLabel = "ITEM", description = "The maker's id of the paper.")
        private String item = "";

        @Parameters(index = "2", paramLabel = "FILE", description = "Where to.")
        private Path file = Path.of("");

        @Option(names = "--read", description = "Tell the maker that it was read.")
        private boolean read;

        @Override
        protected Status run(Screen screen) throws IOException {
            String one = "exchange/received/" + Query.segment(maker) + "/" + Query.segment(item);
            try (ApiClient api = api()) {
                Files.write(file, api.bytes(path(one)));
                if (read) {
                    api.post(path(one + "/read"));
                }
            }
            screen.result(Map.of("file", file.toString()), item + " is in " + file);
            return Status.YES;
        }
    }

    /** To a maker. */
    @Command(name = "letter", description = "Send a triaged case to a maker, or feedback.")
    static final class Letter extends Verb {
        @Parameters(index = "0", paramLabel = "MAKER", description = "Your id of it.")
        private String maker = "";

        @Parameters(index = "1", paramLabel = "ID", description = "Id of the case, or of the feedback.")
        private String thread = "";

        @Parameters(index = "2", paramLabel = "TEXT", description = "What you say.")
        private String text = "";

        @Option(
                names = "--feedback",
                paramLabel = "ABOUT",
                defaultValue = "",
                description = "It is feedback on documents, logging or functions, and no case.")
        private String about = "";

        @Override
        protected Status run(Screen screen) {
            Map<String, String> body = new HashMap<>(Map.of("thread", thread, "text", text));
            if (!about.isEmpty()) {
                body.put("kind", "feedback");
                body.put("about", about);
            }
            try (ApiClient api = api()) {
                api.post(path("exchange/makers/" + Query.segment(maker) + "/letters"), body);
            }
            screen.result(Map.of("thread", thread, "maker", maker), thread + " was sent to " + maker);
            return Status.YES;
        }
    }

    /** What is missing. */
    @Command(
            name = "gaps",
            description = "Compare what an acquisition wants with what a maker offers; exits 1 with gaps.")
    static final class Gaps extends Verb {
        @Parameters(paramLabel = "ACQUISITION", description = "Id of its record.")
        private String acquisition = "";

        @Option(names = "--maker", paramLabel = "ID", defaultValue = "", description = "Only papers of this one.")
        private String maker = "";

        @Override
        protected Status run(Screen screen) {
            try (ApiClient api = api()) {
                JsonNode gaps = api.get(Query.of(path("exchange/gaps/" + Query.segment(acquisition)), "maker", maker));
                StringBuilder said = new StringBuilder(gaps.path("open").asString() + " gaps");
                gaps.path("lines")
                        .forEach(line -> said.append("\n  ")
                                .append(line.path("met").asBoolean() ? "met  " : "gap  ")
                                .append(line.path("name").asString())
                                .append(": wanted ")
                                .append(line.path("wanted").asString())
                                .append(", offered ")
                                .append(
                                        line.path("offered").asString().isEmpty()
                                                ? "nothing"
                                                : line.path("offered").asString()));
                screen.result(gaps, said.toString());
                return Status.of(gaps.path("open").asInt() == 0);
            }
        }
    }
}
