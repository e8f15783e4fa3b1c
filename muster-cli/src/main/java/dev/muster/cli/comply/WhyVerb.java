package dev.muster.cli.comply;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster why DEVICE REQUIREMENT}: yes when supported or not applicable, no when evidence speaks against it. */
@Command(
        name = "why",
        description = "Show why a device supports a requirement or does not, down to the ledger's entries.")
public final class WhyVerb extends Verb {
    @Parameters(index = "0", paramLabel = "DEVICE", description = "The device's id, such as cam-07.")
    private String device = "";

    @Parameters(
            index = "1",
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

    private static Status status(String verdict) {
        return switch (verdict) {
            case "SUPPORTED", "NOT_APPLICABLE" -> Status.YES;
            case "NOT_SUPPORTED" -> Status.NO;
            default -> Status.UNKNOWN;
        };
    }
}
