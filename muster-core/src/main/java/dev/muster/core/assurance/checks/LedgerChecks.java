package dev.muster.core.assurance.checks;

import dev.muster.core.facts.Check;
import java.util.List;

/** The checks about the log itself. A new check is added to this list. */
public final class LedgerChecks {
    private LedgerChecks() {}

    /** All of them. */
    public static List<Check> all() {
        return List.of(new DurableLog(), new StatementsLogged());
    }
}
