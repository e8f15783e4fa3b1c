package dev.muster.cli.doctor;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.format.crypto.Crypto;
import dev.muster.guard.host.Host;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/** {@code muster doctor}. */
@Command(name = "doctor", description = "Say what this machine offers, and what follows from it.")
public final class DoctorVerb extends Verb {

    @Override
    protected Status run(Screen screen) {
        List<Finding> findings = new Machine(Path.of("/"), System.getenv())
                .examine(options().data().path());
        findings.addAll(ProviderRows.of(Crypto.standard()));
        findings.addAll(HostRows.findings(Host.here().look()));
        if (screen.wantsJson()) {
            screen.json(findings.stream()
                    .map(f -> Map.of("subject", f.subject(), "state", f.state().word(), "detail", f.detail()))
                    .toList());
        } else {
            List<List<String>> rows = new ArrayList<>();
            findings.forEach(f -> rows.add(List.of(f.state().word(), f.subject(), f.detail())));
            screen.table(rows);
        }
        return Status.of(findings.stream().noneMatch(f -> f.state() == Finding.State.BROKEN));
    }
}
