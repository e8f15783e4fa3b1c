package dev.muster.cli.pack;

import dev.muster.cli.Progress;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.Waiting;
import dev.muster.cli.comply.Query;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster pack create}. */
@Command(name = "create", description = "Write a signed audit pack of all devices, of one product or of some.")
final class PackCreateVerb extends Verb {
    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where to write the pack.")
    private Path out = Path.of("");

    @Option(
            names = "--as-of",
            paramLabel = "TIME",
            defaultValue = "",
            description = "With what was known then, such as 2026-11-21T12:00:00Z.")
    private String asOf = "";

    @Option(
            names = "--without",
            paramLabel = "TOPIC",
            split = ",",
            description = "Leave the bodies of these topics' entries out, such as governance,access: their leaves and"
                    + " proofs stay, and whoever sees a body later can hold it against them. Types, subjects and"
                    + " issuers of entries, facts with their values and what verdicts say of them stay readable.")
    private List<String> without = List.of();

    @Option(names = "--product", paramLabel = "ID", defaultValue = "", description = "Of this product's devices only.")
    private String product = "";

    @Option(names = "--device", paramLabel = "ID", split = ",", description = "Of these devices only.")
    private List<String> devices = List.of();

    @Override
    protected Status run(Screen screen) throws IOException {
        Progress progress = new Progress(screen);
        try (var api = api();
                Waiting making = new Waiting(screen, "the server makes the pack")) {
            long bytes = api.save(
                    Query.of(
                            path("pack"),
                            "asOf",
                            asOf,
                            "without",
                            String.join(",", without),
                            "product",
                            product,
                            "devices",
                            String.join(",", devices)),
                    out,
                    (what, done, all) -> {
                        making.over();
                        progress.at(what, done, all);
                    });
            screen.result(
                    Map.of("file", out.toString(), "bytes", bytes),
                    "wrote " + out + ", " + bytes + " bytes; check it with `muster pack verify --trust FILE " + out
                            + "`");
            return Status.YES;
        }
    }
}
