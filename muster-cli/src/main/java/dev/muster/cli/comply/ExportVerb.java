package dev.muster.cli.comply;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.ListVerb;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster export}: OSCAL, conformance statements and sheets by framework. */
@Command(
        name = "export",
        description = "Write what the evidence says in a form that others read; without a name: the list.",
        footer = "%noscal writes its six documents into a folder. Sheets are made for paper (.pdf, .html) or a"
                + " spreadsheet (.xlsx, .csv).")
public final class ExportVerb extends Verb {
    /** Parts of OSCAL that belong together; they name one another by these file names. */
    private static final List<String> OSCAL = List.of(
            "catalog.json",
            "profile.json",
            "component-definition.json",
            "assessment-plan.json",
            "assessment-results.json",
            "poam.json");

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "Such as oscal, etsi-ics.html or en-18031.csv.")
    private String name = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write it; a folder for oscal.")
    private Path out = Path.of("");

    @Option(
            names = "--product",
            paramLabel = "ID",
            defaultValue = "",
            description = "The product that a sheet is about.")
    private String product = "";

    @Option(names = "--as-of", paramLabel = "TIME", defaultValue = "", description = "With what was known then.")
    private String asOf = "";

    @Override
    protected Status run(Screen screen) throws IOException {
        try (var api = api()) {
            if (name.isEmpty()) {
                return list(screen, api.get(path("exports")));
            }
            if (out.toString().isEmpty()) {
                throw CommandFailed.because("say where to write it: --out FILE.");
            }
            List<Path> written = new ArrayList<>();
            boolean oscal = name.equals("oscal");
            if (oscal) {
                Files.createDirectories(out);
            }
            for (String one : oscal ? OSCAL : List.of(name)) {
                Path file = oscal ? out.resolve(one) : out;
                Files.write(file, api.bytes(Query.of(path("exports/" + one), "asOf", asOf, "product", product)));
                written.add(file);
            }
            screen.result(
                    Map.of("files", written.stream().map(Path::toString).toList()),
                    "wrote "
                            + String.join(
                                    ", ", written.stream().map(Path::toString).toList()));
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
                answer.path("exports"),
                List.of(ListVerb.Column.of("name", "name"), ListVerb.Column.of("form", "mediaType")));
        return Status.YES;
    }
}
