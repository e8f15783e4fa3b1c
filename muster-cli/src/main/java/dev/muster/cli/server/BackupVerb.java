package dev.muster.cli.server;

import dev.muster.cli.Progress;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.server.backup.Backup;
import dev.muster.server.config.ServerConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster backup}. */
@Command(
        name = "backup",
        description =
                "Write everything a server is made of into one file, also while it runs. Whoever has it is the server.")
public final class BackupVerb extends Verb {
    @Option(names = "--to", paramLabel = "FILE", required = true, description = "A new file.")
    private Path to = Path.of("");

    @Override
    protected Status run(Screen screen) {
        ServerConfig config = ServerConfig.load(options().data().path(), Map.of(), System.getenv());
        Backup.Taken taken = Backup.take(config, to, Instant.now(), new Progress(screen));
        screen.result(
                Map.of("file", taken.file().toString(), "files", taken.files(), "bytes", taken.bytes()),
                "wrote " + taken.file() + ", " + taken.bytes() + " bytes: the database and " + taken.files()
                        + " files");
        return Status.YES;
    }
}
