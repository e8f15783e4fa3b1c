package dev.muster.cli.server;

import dev.muster.cli.Progress;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.server.backup.Restore;
import dev.muster.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster restore}. */
@Command(name = "restore", description = "Put a backup back into a data directory that is empty.")
public final class RestoreVerb extends Verb {
    @Option(names = "--from", paramLabel = "FILE", required = true, description = "What `muster backup` wrote.")
    private Path from = Path.of("");

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "An empty PostgreSQL database, such as jdbc:postgresql://host/muster, for a backup of one.")
    private String database = "";

    @Override
    protected Status run(Screen screen) {
        Map<String, String> flags = new HashMap<>();
        if (!database.isEmpty()) {
            flags.put("database", database);
        }
        ServerConfig config = ServerConfig.load(options().data().path(), flags, System.getenv());
        Restore.Restored restored = Restore.put(config, from, new Progress(screen));
        screen.result(
                Map.of(
                        "data", restored.data().toString(),
                        "files", restored.files(),
                        "takenAt", restored.takenAt()),
                "restored " + restored.data() + " as it was at " + restored.takenAt()
                        + "; check it with: muster log fsck --offline");
        return Status.YES;
    }
}
