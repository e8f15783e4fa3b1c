package dev.muster.core.network.checks;

import dev.muster.core.facts.Check;
import java.util.List;

/** The checks about whom a device may talk to. A new check is added to this list. */
public final class NetworkChecks {
    private NetworkChecks() {}

    /** All of them. */
    public static List<Check> all() {
        return List.of(
                new PolicyEnforced(),
                new GatewayEnforced(),
                new NothingRefused(),
                new RulesUnchanged(),
                new PolicyPresent(),
                new IsolationWorks());
    }
}
