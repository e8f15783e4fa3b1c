package dev.muster.cli.maker;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.comply.Query;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster product state}: what is on record about a product, for rows that no machine can see. */
@Command(
        name = "state",
        description = "Record a fact about a product, such as passwords no, or list what is recorded.",
        footer = "%nA fact that is no makes the rows that ask under its condition not applicable; a paper is where it"
                + " lies.")
final class ProductStateVerb extends Verb {
    @Parameters(index = "0", paramLabel = "PRODUCT", description = "Its id.")
    private String product = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FACT",
            description = "Such as passwords; without one: the list.")
    private String fact = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "VALUE",
            description = "yes, no, an address, document/ID, none, or words separated by blanks.")
    private String value = "";

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Where it is from, for an auditor.")
    private String reason = "";

    @Override
    protected Status run(Screen screen) {
        if (!fact.isEmpty() && value.isEmpty()) {
            throw CommandFailed.because(
                    "say what is to be recorded: muster product state " + product + " " + fact + " no");
        }
        try (var api = api()) {
            if (fact.isEmpty()) {
                return list(screen, api.get(path("products/" + Query.segment(product) + "/records")));
            }
            JsonNode answer = api.post(
                    path("products/" + Query.segment(product) + "/records"),
                    Map.of("fact", fact, "value", value, "reason", reason));
            screen.result(
                    answer,
                    answer.path("fact").asString() + " of " + product + " is recorded as "
                            + answer.path("value").asString());
            return Status.YES;
        }
    }

    private static Status list(Screen screen, JsonNode answer) {
        if (screen.wantsJson()) {
            screen.json(answer);
            return Status.YES;
        }
        ListVerb.print(
                screen,
                answer.path("records"),
                List.of(
                        ListVerb.Column.of("fact", "fact"),
                        ListVerb.Column.of("kind", "kind"),
                        new ListVerb.Column(
                                "value",
                                row -> row.path("value").isNull()
                                        ? ""
                                        : row.path("value").asString()),
                        ListVerb.Column.of("meaning", "meaning")));
        return Status.YES;
    }
}
