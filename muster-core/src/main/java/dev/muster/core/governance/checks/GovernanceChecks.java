package dev.muster.core.governance.checks;

import dev.muster.core.facts.Check;
import dev.muster.core.governance.RowParts;
import java.util.List;
import java.util.stream.Stream;

/** A check for each row of the non-technical catalogue that records answer, and one for what devices prove there. */
public final class GovernanceChecks {
    private GovernanceChecks() {}

    /** All of them, in the order of the rows. */
    public static List<Check> all() {
        return Stream.concat(
                        RowParts.shipped().all().stream().<Check>map(RowRecorded::new),
                        Stream.of(new WipeProved(), new RolesKept()))
                .toList();
    }
}
