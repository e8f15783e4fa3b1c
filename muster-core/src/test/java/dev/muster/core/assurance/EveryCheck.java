package dev.muster.core.assurance;

import dev.muster.core.assurance.checks.LedgerChecks;
import dev.muster.core.attestation.checks.AttestationChecks;
import dev.muster.core.devices.checks.DevicesChecks;
import dev.muster.core.drills.checks.DrillChecks;
import dev.muster.core.facts.Check;
import dev.muster.core.failures.checks.FailuresChecks;
import dev.muster.core.governance.checks.GovernanceChecks;
import dev.muster.core.host.checks.HostChecks;
import dev.muster.core.joining.checks.JoiningChecks;
import dev.muster.core.network.checks.NetworkChecks;
import dev.muster.core.response.checks.ResponseChecks;
import dev.muster.core.update.checks.UpdateChecks;
import java.util.List;
import java.util.stream.Stream;

/** The checks of all topics together; the server makes the same of its list of topics. */
public final class EveryCheck {
    private EveryCheck() {}

    public static Checks all() {
        return new Checks(Stream.<List<Check>>of(
                        AttestationChecks.all(),
                        DevicesChecks.all(),
                        DrillChecks.all(),
                        FailuresChecks.all(),
                        GovernanceChecks.all(),
                        HostChecks.all(),
                        JoiningChecks.all(),
                        LedgerChecks.all(),
                        NetworkChecks.all(),
                        ResponseChecks.all(),
                        UpdateChecks.all())
                .flatMap(List::stream)
                .toList());
    }
}
