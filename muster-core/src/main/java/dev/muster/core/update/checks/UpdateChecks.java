package dev.muster.core.update.checks;

import dev.muster.core.facts.Check;
import java.util.List;

/** The checks about releases and their installation. A new check is added to this list. */
public final class UpdateChecks {
    private UpdateChecks() {}

    /** All of them. */
    public static List<Check> all() {
        return List.of(
                new OldRefused(),
                new UpdatesAutomatic(),
                new UpdateInstalled(),
                new RunsNewest(),
                new UpdateTimely(),
                new RollBackWorks(),
                new SecureUpdate(),
                new RolloutSettled(),
                new FailureNamed(),
                new ReportPossible(),
                new CurrentSigner(),
                new ObeysNewestKeys(),
                new SwitchedOff(),
                new ForeignSignerRefused(),
                new TamperRefused());
    }
}
