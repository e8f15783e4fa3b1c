package dev.muster.core.devices.checks;

import dev.muster.core.facts.Check;
import java.util.List;

/** The checks about the register. A new check is added to this list. */
public final class DevicesChecks {
    private DevicesChecks() {}

    /** All of them. */
    public static List<Check> all() {
        return List.of(new StateTracked(), new AdmittedByEvidence(), new SupportPeriod());
    }
}
