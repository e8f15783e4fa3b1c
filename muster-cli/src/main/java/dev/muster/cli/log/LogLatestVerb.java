package dev.muster.cli.log;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.comply.Query;
import dev.muster.core.ledger.LatestStatement;
import dev.muster.format.audit.merkle.NoteKey;
import dev.muster.format.cose.CoseKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code muster log latest}: the newest statement of an issuer about a subject, checked here; no when there is none. */
@Command(
        name = "latest",
        description =
                "Show the latest statement of an issuer about a subject, with the proof that there is no later one.")
final class LogLatestVerb extends Verb {
    @Parameters(index = "0", paramLabel = "ISSUER", description = "As the statement names it.")
    private String issuer = "";

    @Parameters(index = "1", paramLabel = "SUBJECT", description = "As the statement names it.")
    private String subject = "";

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Keep the answer with its proof, for muster log verify.")
    private @Nullable Path out;

    @Override
    protected Status run(Screen screen) throws IOException {
        try (var api = api()) {
            JsonNode log = api.get(path("log"));
            byte[] bytes = api.bytes(
                    Query.of("/log/" + options().org() + "/statement/latest", "issuer", issuer, "subject", subject));
            String key = log.path("statement").path("key").asString();
            String receipts = log.path("receiptKey").asString();
            LatestStatement answer = LatestStatement.parse(bytes);
            LatestStatement.Outcome outcome = answer.check(
                    NoteKey.parse(key), CoseKey.parse(HexFormat.of().parseHex(receipts)));
            if (outcome != LatestStatement.Outcome.HOLDS
                    || !answer.issuer().equals(issuer)
                    || !answer.subject().equals(subject)) {
                throw new CommandFailed(Status.UNKNOWN, "The server's answer does not hold: " + outcome + ".");
            }
            if (out != null) {
                Files.write(out, bytes);
            }
            screen.result(
                    Map.of("latest", answer.latest(), "key", key, "receiptKey", receipts, "outcome", outcome.name()),
                    LatestText.of(answer)
                            + (out == null
                                    ? ""
                                    : "\nCheck it with: muster log verify " + out + " --key '" + key
                                            + "' --receipt-key " + receipts));
            return Status.of(answer.latest() >= 0);
        }
    }
}
