package dev.muster.cli.maker;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Sure;
import dev.muster.cli.Verb;
import dev.muster.cli.api.ApiClient;
import dev.muster.cli.comply.Query;
import dev.muster.format.crypto.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster drill}: yes when the device refused the envelope, no when it took it, unknown when it said nothing. */
@Command(
        name = "drill",
        description = "Give one device an update that it must refuse, and see that it does.",
        footer = "%nExample: a copy of a release with one byte changed%n  muster drill lamp-01 damaged.suit --yes")
public final class DrillVerb extends Verb {
    private static final long LOOK_MILLIS = 300;

    @Parameters(index = "0", paramLabel = "DEVICE", description = "The device's id.")
    private String device = "";

    @Parameters(index = "1", paramLabel = "ENVELOPE", description = "A SUIT envelope, a file.")
    private Path envelope = Path.of("");

    @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "120", description = "For the report (120).")
    private int seconds;

    @Mixin
    private final Sure sure = new Sure();

    @Override
    protected Status run(Screen screen) throws IOException, InterruptedException {
        byte[] bytes = Files.readAllBytes(envelope);
        sure.confirmed(device + " is asked to install " + envelope + "; if it is a good update, it does.");
        String digest = HexFormat.of().formatHex(Sha256.of(bytes));
        Instant since = Instant.now();
        try (var api = api()) {
            api.send(path("artifacts"), "POST", "application/octet-stream", bytes);
            api.post(path("drills"), Map.of("device", device, "envelope", digest));
            screen.progress("asked " + device + "; waiting for its signed report");
            JsonNode report = report(api, digest, since)
                    .orElseThrow(() -> CommandFailed.because(device + " did not report within " + seconds
                            + " s; see `muster log ls --subject device/" + device + " --newest`."));
            boolean refused = report.path("body").asString("").contains("\"success\": false");
            screen.result(
                    report,
                    device + (refused ? " refused it" : " INSTALLED it") + "; its report is entry "
                            + report.path("index").asString() + ": muster log show "
                            + report.path("index").asString());
            return Status.of(refused);
        }
    }

    private Optional<JsonNode> report(ApiClient api, String digest, Instant since) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        String query = Query.of(
                path("entries"),
                "subject",
                "device/" + device,
                "type",
                "update.install-reported",
                "newest",
                "true",
                "limit",
                "20");
        while (System.nanoTime() < end) {
            for (JsonNode entry : api.get(query).path("entries")) {
                // The server's clock may differ a little from ours; the digest is what makes it this report.
                if (entry.path("body").asString("").contains(digest)
                        && Instant.parse(entry.path("receivedAt").asString()).isAfter(since.minusSeconds(5))) {
                    return Optional.of(entry);
                }
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return Optional.empty();
    }
}
