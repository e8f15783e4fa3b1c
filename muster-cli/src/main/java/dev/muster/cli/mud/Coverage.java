package dev.muster.cli.mud;

import dev.muster.core.network.traffic.Rehearsal;
import java.util.Locale;

/** How much of what was seen a policy permits. */
final class Coverage {
    private Coverage() {}

    static String percent(Rehearsal rehearsal) {
        long all = rehearsal.allowed() + rehearsal.refusals();
        return all == 0 ? "100.0" : String.format(Locale.ROOT, "%.1f", 100.0 * rehearsal.allowed() / all);
    }
}
