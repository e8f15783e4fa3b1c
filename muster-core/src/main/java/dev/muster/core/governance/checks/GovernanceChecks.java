package dev.muster.core.governance.checks;

import dev.muster.core.facts.Check;
import dev.muster.core.governance.RowParts;
import java.util.List;

/** A check for each row of the non-technical catalogue that records answer. */
public final class GovernanceChecks {
    private GovernanceChecks() {}

    /** All of them, in the order of the rows. */
    public static List<Check> all() {
        return RowParts.shipped().all().stream().<Check>map(RowRecorded::new).toList();
    }
}
