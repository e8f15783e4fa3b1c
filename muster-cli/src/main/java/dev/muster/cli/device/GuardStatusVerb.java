package dev.muster.cli.device;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.guard.GuardSettings;
import dev.muster.guard.socket.Ask;
import dev.muster.guard.socket.GuardClient;
import dev.muster.guard.socket.Happening;
import dev.muster.guard.socket.Say;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster guard status}. */
@Command(name = "status", description = "Say how a guarded device stands, and what its guard saw.")
final class GuardStatusVerb extends Verb {
    @Option(names = "--root", paramLabel = "DIR", required = true, description = "The device's folder.")
    private Path root = Path.of("");

    @Override
    protected Status run(Screen screen) throws IOException {
        try (GuardClient guard = new GuardClient(GuardSettings.socket(root), 1)) {
            Say.Standing standing = (Say.Standing) guard.ask(new Ask.Status());
            screen.result(
                    Map.of(
                            "guard", standing.guard(),
                            "agent", standing.agent(),
                            "state", standing.state(),
                            "manifest", standing.sequence(),
                            "workloads", standing.workloads()),
                    standing.state() + ": guard " + standing.guard() + ", agent " + standing.agent() + ", manifest "
                            + standing.sequence() + ", workloads " + standing.workloads());
            for (Happening one : ((Say.News) guard.ask(new Ask.News(0))).happenings()) {
                screen.result(
                        Map.of(
                                "at", one.at().toString(),
                                "kind", one.kind().name(),
                                "what", one.what(),
                                "culprit", one.culprit(),
                                "done", one.done()),
                        one.at() + " " + GuardVerb.notice(one).detail());
            }
            return Status.of(standing.state().equals("normal"));
        }
    }
}
