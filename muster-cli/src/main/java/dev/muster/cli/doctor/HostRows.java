package dev.muster.cli.doctor;

import dev.muster.cli.Screen;
import dev.muster.format.devices.host.HostFact;
import dev.muster.format.devices.host.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What holds on a host, one row a property: the same table that a device sends to its server. */
public final class HostRows {
    private HostRows() {}

    /** Prints the table. */
    public static void print(Screen screen, List<HostFact> facts) {
        if (screen.wantsJson()) {
            screen.json(json(facts));
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        facts.forEach(f -> rows.add(List.of(f.standing().word(), f.key(), f.value(), f.detail())));
        screen.table(rows);
    }

    static List<Map<String, String>> json(List<HostFact> facts) {
        return facts.stream()
                .map(f -> Map.of(
                        "subject", f.key(),
                        "value", f.value(),
                        "state", f.standing().word(),
                        "detail", f.detail()))
                .toList();
    }

    /** The same as findings among those about this machine as a server. */
    static List<Finding> findings(List<HostFact> facts) {
        return facts.stream()
                .map(f -> new Finding(f.key(), state(f.standing()), f.value() + ": " + f.detail()))
                .toList();
    }

    private static Finding.State state(Standing standing) {
        return switch (standing) {
            case ENFORCED -> Finding.State.ENFORCED;
            case CHECKED -> Finding.State.CHECKED;
            case SIMULATED -> Finding.State.SIMULATED;
            case MISSING -> Finding.State.MISSING;
        };
    }
}
