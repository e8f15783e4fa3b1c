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

/** {@code muster log replay}: yes when every acceptance, refusal and verdict comes out as it was recorded. */
@Command(
        name = "replay",
        description =
                "Decide every acceptance and refusal of statements and give every verdict again, from the log alone.")
final class LogReplayVerb extends Verb {
    @Option(names = "--offline", description = "Read the data directory itself; no server may run on it.")
    private boolean offline;

    @Override
    protected Status run(Screen screen) {
        if (offline) {
            return show(
                    screen, LedgerSource.offline(options(), (ledger, org) -> ledger.replay(org, new Progress(screen))));
        }
        try (var api = api()) {
            return show(screen, answer(screen, api));
        }
    }

    /** A server of an older build does not give verdicts again. */
    private static void verdicts(Screen screen, JsonNode verdicts) {
        if (verdicts.isMissingNode()) {
            return;
        }
        screen.line(verdicts.path("verdicts").asLong() + " changes of verdicts and "
                + verdicts.path("findings").asLong() + " of findings given again by catalogue "
                + verdicts.path("catalogue").asString() + ", "
                + verdicts.path("mismatches").size() + " differ"
                + others(verdicts.path("byOtherCatalogues").asLong()));
        for (JsonNode mismatch : verdicts.path("mismatches")) {
            screen.line("  entry " + mismatch.path("entry").asLong() + " about "
                    + mismatch.path("device").asString() + ": recorded "
                    + mismatch.path("recorded").asString() + "; now "
                    + mismatch.path("replayed").asString());
        }
        screen.line("SHA-256 of what came out: " + verdicts.path("digest").asString());
    }

    private static String others(long entries) {
        return entries == 0 ? "" : "; " + entries + " entries by other catalogues taken as said";
    }

    private JsonNode answer(Screen screen, ApiClient api) {
        try (Waiting _ = new Waiting(screen, "the server decides again")) {
            return api.longWork(path("log/replay"));
        }
    }

    private static Status show(Screen screen, JsonNode report) {
        if (screen.wantsJson()) {
            screen.json(report);
        } else {
            screen.line(report.path("entries").asLong() + " entries read, "
                    + report.path("accepted").asLong() + " acceptances and "
                    + report.path("refused").asLong() + " refusals decided again, "
                    + report.path("mismatches").size() + " differ");
            for (JsonNode mismatch : report.path("mismatches")) {
                screen.line("  entry " + mismatch.path("entry").asLong() + ": recorded "
                        + mismatch.path("recorded").asString() + ", now "
                        + mismatch.path("replayed").asString());
            }
            verdicts(screen, report.path("verdicts"));
        }
        return Status.of(report.path("holds").asBoolean());
    }
}
