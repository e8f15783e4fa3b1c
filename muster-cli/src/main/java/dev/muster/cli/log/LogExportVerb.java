package dev.muster.cli.log;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster log export}: writes entries as a CBOR sequence. */
@Command(name = "export", description = "Write the entries of the record to a file, as a CBOR sequence (RFC 8742).")
final class LogExportVerb extends Verb {
    @Parameters(paramLabel = "FILE", description = "Where to write.")
    private Path file = Path.of("");

    @Option(names = "--from", paramLabel = "INDEX", description = "First entry (default: ${DEFAULT-VALUE}).", defaultValue = "0")
    private long from;

    @Override
    protected Status run(Screen screen) throws IOException, InterruptedException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        try (var api = api();
                InputStream entries = api.stream(path("log/export?from=" + from))) {
            long bytes = Files.copy(entries, beside, StandardCopyOption.REPLACE_EXISTING);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            screen.result(Map.of("file", file.toString(), "bytes", bytes), bytes + " bytes written to " + file);
            return Status.YES;
        }
    }
}
