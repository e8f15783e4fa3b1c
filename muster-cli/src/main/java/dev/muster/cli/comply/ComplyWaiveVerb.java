package dev.muster.cli.comply;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.api.ApiClient;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster comply waive}: a person lives without a requirement for a time, on record; without one, the list. */
@Command(
        name = "waive",
        description = "Waive a requirement for a device or a product until a day, end that, or list what is waived.",
        footer = "%nA waiver is no evidence: what is waived is shown as waived, and never as supported.")
final class ComplyWaiveVerb extends Verb {
    @Parameters(
            arity = "0..1",
            paramLabel = "REQUIREMENT",
            description = "A requirement's id, such as ETSI/5.3-9. Without one: list the waivers in force.")
    private String requirement = "";

    @Option(names = "--device", paramLabel = "ID", defaultValue = "", description = "For this device.")
    private String device = "";

    @Option(names = "--product", paramLabel = "ID", defaultValue = "", description = "For all devices of this product.")
    private String product = "";

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why, for an auditor.")
    private String reason = "";

    @Option(
            names = "--until",
            paramLabel = "DAY|TIME",
            defaultValue = "",
            description = "The last day of it (UTC), such as 2027-01-31, or a time; at most 366 days from now.")
    private String until = "";

    @Option(names = "--end", description = "End a waiver before its time.")
    private boolean end;

    @Option(names = "--as-of", paramLabel = "TIME", defaultValue = "", description = "List those in force then.")
    private String asOf = "";

    @Override
    protected Status run(Screen screen) {
        if (requirement.isEmpty()) {
            return list(screen);
        }
        if (device.isEmpty() == product.isEmpty()) {
            throw CommandFailed.because("name the device or the product: --device ID or --product ID.");
        }
        if (!end && until.isEmpty()) {
            throw CommandFailed.because("say until when: --until 2027-01-31.");
        }
        String subject = device.isEmpty() ? "product/" + product : "device/" + device;
        try (ApiClient api = api()) {
            JsonNode answer = end
                    ? api.post(
                            path("waivers/end"),
                            Map.of("subject", subject, "requirement", requirement, "reason", reason))
                    : api.post(
                            path("waivers"),
                            Map.of(
                                    "subject",
                                    subject,
                                    "requirement",
                                    requirement,
                                    "reason",
                                    reason,
                                    "until",
                                    time(until).toString()));
            String about = answer.path("requirement").asString() + " for "
                    + answer.path("subject").asString();
            screen.result(
                    answer,
                    end
                            ? about + " is waived no more"
                            : about + " is waived until " + answer.path("until").asString());
            return Status.YES;
        }
    }

    private Status list(Screen screen) {
        try (ApiClient api = api()) {
            JsonNode answer = api.get(Query.of(path("waivers"), "asOf", asOf));
            if (screen.wantsJson()) {
                screen.json(answer);
            } else if (answer.path("waivers").isEmpty()) {
                screen.line("Nothing is waived.");
            } else {
                screen.table(table(answer.path("waivers")));
            }
            return Status.YES;
        }
    }

    private static List<List<String>> table(JsonNode waivers) {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("for", "requirement", "until", "by", "reason"));
        for (JsonNode waiver : waivers) {
            table.add(List.of(
                    waiver.path("subject").asString(),
                    waiver.path("requirement").asString(),
                    waiver.path("until").asString(),
                    waiver.path("by").asString(),
                    waiver.path("reason").asString()));
        }
        return table;
    }

    /** A day counts to its end. */
    static Instant time(String text) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text)
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
        } catch (DateTimeException notATime) {
            throw CommandFailed.because(
                    "--until takes a day such as 2027-01-31, or a time such as 2027-01-31T12:00:00Z.");
        }
    }
}
