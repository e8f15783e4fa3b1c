package dev.muster.cli.log;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster log prove}: writes a file that proves one entry. */
@Command(name = "prove", description = "Write a file that proves one entry to anybody who has the log's key.")
final class LogProveVerb extends Verb {
    @Parameters(paramLabel = "INDEX", description = "The entry's index.")
    private long index;

    @Option(names = "--log", description = "record or statement (default: ${DEFAULT-VALUE}).", defaultValue = "record")
    private String log = "record";

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Where to write it (default: standard output).")
    private @Nullable Path out;

    @Override
    protected Status run(Screen screen) throws IOException {
        if (!log.equals("record") && !log.equals("statement")) {
            throw CommandFailed.usage("--log is record or statement, not " + log + ".");
        }
        try (var api = api()) {
            byte[] proof = api.bytes(path("log/" + log + "/proof/" + index));
            if (out == null) {
                screen.result(
                        Map.of("proof", new String(proof, StandardCharsets.UTF_8)),
                        new String(proof, StandardCharsets.UTF_8).stripTrailing());
                return Status.YES;
            }
            Files.write(out, proof);
            String key = api.get(path("log")).path(log).path("key").asString();
            screen.result(
                    Map.of("file", out.toString(), "key", key),
                    "Proof of entry " + index + " written to " + out + "\nCheck it with: muster log verify " + out
                            + " --key '" + key + "'");
            return Status.YES;
        }
    }
}
