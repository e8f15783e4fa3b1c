package dev.muster.cli.log;

import dev.muster.cli.Progress;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.cli.Waiting;
import dev.muster.cli.api.ApiClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code muster log fsck}: yes when rows, tiles, heads and signatures belong together. */
@Command(name = "fsck", description = "Recompute both logs and compare rows, tiles, heads and signatures.")
final class LogFsckVerb extends Verb {
    @Option(names = "--offline", description = "Read the data directory itself; no server may run on it.")
    private boolean offline;

    @Override
    protected Status run(Screen screen) {
        if (offline) {
            return show(
                    screen, LedgerSource.offline(options(), (ledger, org) -> ledger.fsck(org, new Progress(screen))));
        }
        try (var api = api()) {
            return show(screen, answer(screen, api));
        }
    }

    private JsonNode answer(Screen screen, ApiClient api) {
        try (Waiting _ = new Waiting(screen, "the server checks the logs")) {
            return api.longWork(path("log/fsck"));
        }
    }

    private static Status show(Screen screen, JsonNode report) {
        if (screen.wantsJson()) {
            screen.json(report);
        } else {
            print(screen, report);
        }
        return Status.of(report.path("clean").asBoolean());
    }

    private static void print(Screen screen, JsonNode report) {
        for (JsonNode log : report.path("logs")) {
            screen.line(log.path("log").asString() + ": " + log.path("leaves").asLong() + " entries, "
                    + log.path("tiles").asLong() + " full tiles, "
                    + log.path("erased").asLong() + " bodies erased, "
                    + log.path("faults").size() + " faults");
            for (JsonNode fault : log.path("faults")) {
                screen.line("  " + fault.asString());
            }
        }
    }
}
