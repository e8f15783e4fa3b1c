package dev.muster.cli.log;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Progress;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.cbor.CborReader;
import java.io.IOException;
import java.io.OutputStream;
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

    @Option(
            names = "--from",
            paramLabel = "INDEX",
            description = "First entry (default: ${DEFAULT-VALUE}).",
            defaultValue = "0")
    private long from;

    @Override
    protected Status run(Screen screen) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        long next = from;
        try (var api = api()) {
            long size = api.get(path("log")).path("record").path("size").asLong();
            Progress progress = new Progress(screen, "entries", size - from);
            try (OutputStream out = Files.newOutputStream(beside)) {
                while (next < size) {
                    byte[] page = api.bytes(path("log/export?from=" + next));
                    out.write(page);
                    next += items(page);
                    progress.at(next - from);
                }
            }
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        screen.result(
                Map.of("file", file.toString(), "entries", next - from), (next - from) + " entries written to " + file);
        return Status.YES;
    }

    /** How many items a CBOR sequence holds. */
    private static long items(byte[] sequence) {
        CborReader reader = CborReader.of(sequence);
        long count = 0;
        while (reader.position() < sequence.length) {
            reader.skip();
            count++;
        }
        if (count == 0) {
            throw CommandFailed.because("The server gave no entries where there should be some.");
        }
        return count;
    }
}
