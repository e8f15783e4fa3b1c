package dev.muster.cli.comply;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/**
 * {@code muster why DEVICE REQUIREMENT}: yes when supported or not applicable, no when evidence speaks against it. {@code
 * muster why ID}: why a client got no certificate, by the id of the answer; always no.
 */
@Command(
        name = "why",
        description = {
            "Show why a device supports a requirement or does not, down to the ledger's entries.",
            "With the correlation id of an answer alone: why no certificate was issued, and what helps."
        })
public final class WhyVerb extends Verb {
    @Parameters(
            index = "0",
            paramLabel = "DEVICE",
            description = "The device's id, such as cam-07; or the id of a refusal.")
    private String device = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            defaultValue = "",
            paramLabel = "REQUIREMENT",
            description = "A requirement's id, such as ETSI/5.3-9; the source may be left out where one id means one.")
    private String requirement = "";

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            defaultValue = "",
            description = "Answer with what was known then, such as 2026-11-21T12:00:00Z.")
    private String asOf = "";

    @Override
    protected Status run(Screen screen) {
        try (var api = api()) {
            if (requirement.isEmpty()) {
                return refusal(screen, api.get(path("joining/refusals/" + Query.segment(device))));
            }
            JsonNode why = api.get(Query.of(
                    path("devices/" + Query.segment(device) + "/why/" + Query.segments(requirement)), "asOf", asOf));
            if (screen.wantsJson()) {
                screen.json(why);
            } else {
                WhyTree.of(why, Paragraph.width()).forEach(screen::line);
            }
            return status(why.path("verdict").path("verdict").asString());
        }
    }

    private static Status refusal(Screen screen, JsonNode refusal) {
        if (screen.wantsJson()) {
            screen.json(refusal);
            return Status.NO;
        }
        String who = refusal.path("claimed").asString();
        screen.line(
                refusal.path("at").asString() + "  " + refusal.path("status").asInt() + " "
                        + refusal.path("code").asString() + "  from "
                        + refusal.path("source").asString()
                        + (who.isEmpty() ? "" : ", which says it is " + who));
        for (String part : new String[] {"meaning", "detail", "remedy"}) {
            String text = refusal.path(part).asString("");
            if (!text.isEmpty()) {
                screen.line("  " + (part.equals("remedy") ? "what helps: " : "") + text);
            }
        }
        return Status.NO;
    }

    private static Status status(String verdict) {
        return switch (verdict) {
            case "SUPPORTED", "NOT_APPLICABLE" -> Status.YES;
            case "NOT_SUPPORTED" -> Status.NO;
            default -> Status.UNKNOWN;
        };
    }
}
